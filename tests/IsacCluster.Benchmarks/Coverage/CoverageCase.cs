using IsacCluster.Statistics;

namespace IsacCluster.Benchmarks.Coverage;

/// <summary>One estimate of a report with its kind of interval, and its true value in a pool.</summary>
/// <param name="Kind">For a fixed number of samples, and under a stopping rule.</param>
/// <param name="Read">Interval and whether it comes without a warning, given the critical values of means and whether a rule stops.</param>
internal sealed record CoverageCase(
    string Estimate, (string Fixed, string Sequence) Kind, Func<SamplePool, double> True,
    Func<Replicate, ICriticalValue, bool, (Interval? Interval, bool IsFounded)> Read)
{
    private const double Confidence = 0.95;
    private const int Sdr = 0, ZeroForcing = 1, PseudoInverse = 2, Repaired = 3;

    private static readonly (string, string) OfMeans = ("Student", "sequence"), OfRatios = ("Fieller", "Fieller, sequence"),
        OfProportions = ("Wilson or exact", "beta-binomial");

    public static IReadOnlyList<CoverageCase> All { get; } =
    [
        .. SamplePool.Algorithms.Select((name, a) => new CoverageCase(
            $"MSE of {name}", OfMeans, pool => pool.True(unit => unit.Mse[a], unit => unit.Counted),
            (replicate, critical, _) => Of(replicate.Mean(a), critical))),
        Ratio(ZeroForcing, Sdr), Ratio(PseudoInverse, Sdr), Ratio(Repaired, PseudoInverse),
        new("MSE of gnn-ip - zf-pinv", OfMeans,
            pool => pool.True(unit => unit.Mse[Repaired] - unit.Mse[PseudoInverse], unit => unit.Counted),
            (replicate, critical, _) => Of(replicate.Difference(Repaired, PseudoInverse), critical)),
        new("satisfaction of gnn", OfProportions, pool => pool.True(unit => unit.Satisfied, unit => unit.Feasible),
            (replicate, _, anytime) => Of(replicate.Satisfaction, anytime)),
        new("projections of gnn-ip", OfProportions, pool => pool.True(unit => unit.Projected, unit => unit.Known),
            (replicate, _, anytime) => Of(replicate.Projection, anytime)),
    ];

    private static CoverageCase Ratio(int x, int y) => new(
        $"MSE of {SamplePool.Algorithms[x]} / {SamplePool.Algorithms[y]}", OfRatios,
        pool => pool.True(unit => unit.Mse[x], unit => unit.Mse[y]),
        (replicate, critical, _) => Of(replicate.Ratio(x, y), critical));

    private static (Interval?, bool) Of(RatioEstimate estimate, ICriticalValue critical) =>
        (estimate.Interval(critical), estimate.IsFounded);

    /// <summary>An exact interval needs no warning where something varies; that of few exceptions is warned of all the same.</summary>
    private static (Interval?, bool) Of(Proportion proportion, bool anytime) =>
        (proportion.Interval(Confidence, anytime), proportion.IsFounded);
}
