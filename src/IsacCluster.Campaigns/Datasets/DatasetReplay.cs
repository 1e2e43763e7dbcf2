using System.Globalization;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>One sample of a dataset drawn again, alone.</summary>
internal static class DatasetReplay
{
    public static ReplayReport Of(DatasetSpecification specification, string point, long sample)
    {
        ReplayNumbers.CheckPoint(point, specification.Name);
        ReplayNumbers.CheckSample(sample, specification.Samples);
        Sample drawn = new SampleGenerator(specification.Scenario, specification.Seed).Generate(sample);
        IReadOnlyList<double> targets = drawn.Instance.Objective.TargetsDeg;
        string digest = ReplayNumbers.Digest(drawn.Instance.Channel);
        string degrees = string.Join(", ", targets.Select(angle => angle.ToString("R", CultureInfo.InvariantCulture)));
        return new ReplayReport(
            new
            {
                ReplayNumbers.Schema,
                Job = specification.JobId,
                Sample = sample,
                specification.Seed,
                TargetsDeg = targets,
                ChannelRealImag = ReplayNumbers.RealImaginary(drawn.Instance.Channel),
                ChannelDigest = digest,
            },
            [$"{specification.JobId} sample {sample}", $"targets [{degrees}] degrees", $"channel {digest}"]);
    }
}
