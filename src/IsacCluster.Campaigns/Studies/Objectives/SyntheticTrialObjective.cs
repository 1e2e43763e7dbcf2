using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Search.Space;
using IsacCluster.Search.Synthetic;

namespace IsacCluster.Campaigns.Studies.Objectives;

/// <summary>A test function; with several steps it reports the value after each.</summary>
internal sealed class SyntheticTrialObjective(SyntheticSpecification specification) : ITrialObjective
{
    /// <summary>Further seeds draw other noise: trial numbers stay below it.</summary>
    private const long ReplicateStride = 1L << 32;

    public string Stage => "evaluate";

    public IReadOnlyList<double>? Evaluate(TrialRun run, CancellationToken cancellation)
    {
        SyntheticObjective function = specification.Function;
        // The function's own parameters come first; further ones change nothing.
        ParameterSet own = function.Space.Create(run.Parameters.Raw[..function.Space.Count]);
        long key = run.Number + run.Replicate * ReplicateStride;
        for (int step = 1 + (int)(run.Part?.From ?? 0); function.Steps > 1 && step <= function.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (run.HasReached) return null;
            if (!run.Report(step, function.EvaluateAt(own, key, step)) && step < function.Steps) return null;
        }

        double[] measured = function.Measure(own, key);
        return [.. specification.Columns.Select(name => measured[IndexOf(function.Measured, name)])];
    }

    private static int IndexOf(IReadOnlyList<string> names, string name) => names.TakeWhile(other => other != name).Count();
}
