using System.Text.RegularExpressions;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.MonteCarlo.Metrics;

/// <summary>The metrics that a campaign may ask for. Thread-safe.</summary>
public static partial class DesignMetrics
{
    private static readonly Catalog<DesignMetric> Entries = new("metric", metric => metric.Name,
    [
        new SumRate(),
        new PeakSidelobe(),
        new SinrMargin(),
        new TargetPower(),
        new BeamWidth(),
        new CrossCorrelation(),
        new CramerRaoBound(),
        new DetectionProbability(),
        new OutageProbability(),
        new EnergyEfficiency(),
        new ObjectiveValue(),
    ]);

    /// <summary>In the order of registration.</summary>
    public static IReadOnlyList<DesignMetric> All => Entries.All;

    /// <summary>Of <see cref="All"/>, in its order.</summary>
    public static IReadOnlyList<string> Names => Entries.Names;

    /// <summary>Null where there is none of that name.</summary>
    public static DesignMetric? Find(string name) => Entries.Find(name);

    /// <summary>Adds a metric, before the first specification that names it is read; on every machine of a cluster.</summary>
    /// <exception cref="ArgumentException">The name is not one that specifications can hold, or another metric has it.</exception>
    public static void Register(DesignMetric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        if (!NamePattern.IsMatch(metric.Name))
        {
            throw new ArgumentException(
                $"'{metric.Name}' cannot name a metric; expected at most 40 of a-z, 0-9 and _, a letter first.", nameof(metric));
        }

        Entries.Register(metric);
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern { get; }
}
