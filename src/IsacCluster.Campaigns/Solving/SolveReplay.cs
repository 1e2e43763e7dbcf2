using System.Globalization;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Solving;

/// <summary>One sample of a dataset solved again, alone.</summary>
internal static class SolveReplay
{
    public static ReplayReport Of(SolveJob job, string point, long sample)
    {
        ReplayNumbers.CheckPoint(point, job.Settings.Name);
        ReplayNumbers.CheckSample(sample, job.Dataset.Samples);
        int shard = job.Dataset.Shards.TakeWhile(entry => entry.First + entry.Count <= sample).Count();
        Sample read = job.Dataset.ReadShard(shard)[(int)(sample - job.Dataset.Shards[shard].First)];
        IReadOnlyList<IBeamformingSolver> solvers = job.CreateSolvers();
        try
        {
            SolvedAgain[] solved = [.. solvers.Select((solver, a) => Solve(job.Settings.Algorithms[a], solver, read))];
            return new ReplayReport(
                new
                {
                    ReplayNumbers.Schema,
                    Job = job.Id,
                    Dataset = job.DatasetDigest,
                    Sample = sample,
                    TargetsDeg = read.Instance.Objective.TargetsDeg,
                    ChannelRealImag = ReplayNumbers.RealImaginary(read.Instance.Channel),
                    Algorithms = solved,
                },
                [$"{job.Id} sample {sample}", .. solved.Select(of => $"{of.Name,-10} {of.Line}")]);
        }
        finally
        {
            foreach (IBeamformingSolver solver in solvers) (solver as IDisposable)?.Dispose();
        }
    }

    private static SolvedAgain Solve(string name, IBeamformingSolver solver, Sample sample)
    {
        IsacInstance instance = sample.Instance;
        SolveResult result = solver.Solve(instance);
        string status = SolveStatusNames.Of(result.Status);
        if (result.Design is not { } design)
        {
            string why = SolveWords.Of(result, instance.Power) ?? "no design was returned";
            return new SolvedAgain(name, status, why, null, false, [], null, $"{status}: {why}");
        }

        double[] sinr = Sinr.Of(design, instance);
        double?[] decibels = [.. sinr.Select(ratio => ratio > 0 ? Decibel.FromLinear(ratio) : (double?)null)];
        double mse = sample.Evaluation.Mse(design.Covariance());
        bool satisfied = Sinr.Satisfied(sinr, instance);
        string digest = ReplayNumbers.Digest(design);
        return new SolvedAgain(
            name, status, null, mse, satisfied, decibels, digest,
            $"mse {mse.ToString("R", CultureInfo.InvariantCulture)}  sinr [{ReplayNumbers.Decibels(decibels)}] dB  "
                + $"satisfied {(satisfied ? "yes" : "no")}  {digest}");
    }

    /// <param name="Message">Why there is no design; null with one.</param>
    /// <param name="Line">The same for people.</param>
    private sealed record SolvedAgain(
        string Name, string Status, string? Message, double? Mse, bool Satisfied, IReadOnlyList<double?> SinrDb, string? DesignDigest,
        [property: System.Text.Json.Serialization.JsonIgnore] string Line);
}
