using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Numerics;
using IsacCluster.Specifications.Scenarios;
using PureHDF;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>
/// One shard of a dataset, an HDF5 file of schema isac-dataset-v1: `channel` (samples x L x M, complex), `targets_deg`
/// (samples x K) and `sample` (int64 indices), with the scenario in the attributes of the root. The bytes depend on the
/// content alone: no times, no machine, no folder.
/// </summary>
internal static class DatasetShard
{
    public const string Schema = "isac-dataset-v1";

    private const string ChannelName = "channel", TargetsName = "targets_deg", SampleName = "sample";

    /// <summary>The file's bytes.</summary>
    /// <param name="datasetId">Name and content hash of the dataset.</param>
    /// <param name="samples">Consecutive, at least one.</param>
    public static byte[] Encode(string datasetId, ulong seed, Scenario scenario, IReadOnlyList<Sample> samples)
    {
        int users = scenario.Users, antennas = scenario.Antennas, count = samples.Count;
        int targets = samples[0].Instance.Objective.TargetsDeg.Count;
        var channel = new Hdf5Complex[count * users * antennas];
        var angles = new double[count * targets];
        for (int s = 0; s < count; s++)
        {
            Hdf5Complex.From(samples[s].Instance.Channel.Data).CopyTo(channel, s * users * antennas);
            for (int k = 0; k < targets; k++) angles[s * targets + k] = samples[s].Instance.Objective.TargetsDeg[k];
        }

        var file = new H5File
        {
            [ChannelName] = new H5Dataset(channel, fileDims: [(ulong)count, (ulong)users, (ulong)antennas]),
            [TargetsName] = new H5Dataset(angles, fileDims: [(ulong)count, (ulong)targets]),
            [SampleName] = samples.Select(sample => sample.Index).ToArray(),
        };
        WriteAttributes(file, datasetId, seed, scenario, samples);
        return Hdf5File.ToBytes(file);
    }

    /// <summary>The samples of a shard whose bytes have been verified.</summary>
    /// <param name="path">For messages.</param>
    /// <exception cref="SpecificationException">The content is not what the manifest says.</exception>
    public static IReadOnlyList<Sample> Decode(byte[] bytes, string path, Scenario scenario, long first, int count)
    {
        using var shard = Hdf5File.Open(bytes, path);
        shard.RequireAttribute("schema", Schema);
        int users = scenario.Users, antennas = scenario.Antennas;
        Complex[] channel = shard.Read<Complex>(ChannelName, [(ulong)count, (ulong)users, (ulong)antennas]);
        ulong targets = (ulong)scenario.Targets.CountPerSample();
        double[] angles = shard.Read<double>(TargetsName, [(ulong)count, targets]);
        long[] indices = shard.Read<long>(SampleName, [(ulong)count]);
        var objectives = new ObjectiveCache(scenario);
        var samples = new Sample[count];
        for (int s = 0; s < count; s++)
        {
            if (indices[s] != first + s)
                throw new SpecificationException($"{path}: dataset '{SampleName}' at [{s}] is {indices[s]}; allowed: {first + s}.");
            (BeampatternObjective design, BeampatternObjective evaluation) = objectives.Of(angles.AsSpan(s * (int)targets, (int)targets));
            var matrix = new ComplexMatrix(users, antennas, channel[(s * users * antennas)..((s + 1) * users * antennas)]);
            samples[s] = new Sample(first + s, scenario.InstanceOf(design, matrix), evaluation);
        }

        return samples;
    }

    private static void WriteAttributes(H5File file, string datasetId, ulong seed, Scenario scenario, IReadOnlyList<Sample> samples)
    {
        file.Attributes["schema"] = Schema;
        file.Attributes["dataset_id"] = datasetId;
        file.Attributes["seed"] = seed;
        var fields = ScenarioFields.Registered.All
            .Where(field => field.Attribute is not null && field.Applies(scenario))
            .OrderBy(field => field.Attribute);
        foreach (ScenarioField field in fields)
            file.Attributes[field.Name] = field.Value(scenario)!;
        file.Attributes["first"] = samples[0].Index;
        file.Attributes["count"] = (long)samples.Count;
    }

    /// <summary>Makes objectives anew only where the targets change: their Gram matrix is the costly part of a sample.</summary>
    private sealed class ObjectiveCache(Scenario scenario)
    {
        private BeampatternObjective? _design, _evaluation;

        public (BeampatternObjective Design, BeampatternObjective Evaluation) Of(ReadOnlySpan<double> targetsDeg)
        {
            if (_design is null || !targetsDeg.SequenceEqual(_design.TargetsDeg.ToArray()))
            {
                double[] targets = targetsDeg.ToArray();
                int evaluationPoints = scenario.EvaluationGridPoints ?? scenario.GridPoints;
                _design = Make(targets, scenario.GridPoints);
                _evaluation = evaluationPoints == scenario.GridPoints ? _design : Make(targets, evaluationPoints);
            }

            return (_design, _evaluation!);
        }

        private BeampatternObjective Make(double[] targetsDeg, int gridPoints) =>
            scenario.ObjectiveOf(targetsDeg, gridPoints);
    }
}
