using IsacCluster.Statistics;

namespace IsacCluster.Benchmarks.Coverage;

/// <summary>How often one kind of interval covered the true value, among all replicates and among those without a warning.</summary>
internal sealed class CoverageCount(double truth)
{
    private int _replicates, _withInterval, _covered, _founded, _foundedCovered;

    /// <summary>Replicates whose interval comes with no warning.</summary>
    public double FoundedShare => (double)_founded / _replicates;

    /// <summary>NaN where all are warned of.</summary>
    public double FoundedCoverage => (double)_foundedCovered / _founded;

    /// <summary>Of those that have an interval; NaN where none has.</summary>
    public double Coverage => (double)_covered / _withInterval;

    public void Add(Interval? interval, bool isFounded)
    {
        _replicates++;
        if (interval is not { } ends) return;
        bool covers = ends.Contains(truth);
        _withInterval++;
        if (covers) _covered++;
        if (!isFounded) return;
        _founded++;
        if (covers) _foundedCovered++;
    }
}
