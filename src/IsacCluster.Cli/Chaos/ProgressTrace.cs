namespace IsacCluster.Cli.Chaos;

/// <summary>When accepted indices grew, in seconds since the start, and what that says of a fault.</summary>
internal sealed class ProgressTrace(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly List<double> _growths = [];
    private long _accepted;

    public double Now => time.GetElapsedTime(_start).TotalSeconds;

    public void Saw(long accepted)
    {
        if (accepted <= _accepted) return; // after a crash the ledger may have to catch up with what clients have seen
        _accepted = accepted;
        _growths.Add(Now);
    }

    /// <summary>What was accepted is lost with its store: from here on it is counted from nothing.</summary>
    public void Lost() => _accepted = 0;

    /// <summary>Seconds from a moment to the next growth; null if there was none.</summary>
    public double? NextAfter(double moment) =>
        _growths.Where(growth => growth > moment).Select(growth => (double?)(growth - moment)).FirstOrDefault();

    /// <summary>The longest time without growth between two moments; all of it if there was no growth.</summary>
    public double LongestStall(double from, double to)
    {
        double[] inside = [from, .. _growths.Where(growth => growth > from && growth <= to)];
        return inside.Length < 2 ? to - from : inside.Zip(inside.Skip(1), (a, b) => b - a).Max();
    }

    public static double? Median(IEnumerable<double?> values)
    {
        double[] known = [.. values.OfType<double>().Order()];
        return known.Length == 0 ? null : (known[(known.Length - 1) / 2] + known[known.Length / 2]) / 2;
    }
}
