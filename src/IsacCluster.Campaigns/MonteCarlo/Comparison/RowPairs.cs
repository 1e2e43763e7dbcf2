namespace IsacCluster.Campaigns.MonteCarlo.Comparison;

/// <summary>The rows of one point on both sides, paired by sample.</summary>
/// <param name="slots">Samples of a trajectory.</param>
internal sealed class RowPairs(RowFile a, RowFile b, string point, int slots)
{
    private readonly Dictionary<string, SortedDictionary<long, SampleNumbers>> _a = a.Point(point), _b = b.Point(point);

    public int Slots => slots;

    /// <summary>Samples on which both have a number.</summary>
    public IEnumerable<(long Sample, double A, double B)> Of(string algorithm, Func<SampleNumbers, double?> number) =>
        Of(algorithm, number, number);

    public IEnumerable<(long Sample, double A, double B)> Mse(string algorithm) => Of(algorithm, numbers => numbers.Mse);

    public IEnumerable<(long Sample, double A, double B)> Satisfaction(string algorithm) =>
        Of(algorithm, numbers => numbers.Satisfied is { } satisfied ? satisfied ? 1 : 0 : null);

    public IEnumerable<(long Sample, double A, double B)> Metric(string algorithm, string name)
    {
        int atA = a.Metrics.ToList().IndexOf(name), atB = b.Metrics.ToList().IndexOf(name);
        return atA < 0 || atB < 0 ? [] : Of(algorithm, numbers => numbers.Metrics[atA], numbers => numbers.Metrics[atB]);
    }

    private IEnumerable<(long Sample, double A, double B)> Of(
        string algorithm, Func<SampleNumbers, double?> ofA, Func<SampleNumbers, double?> ofB)
    {
        if (!_a.TryGetValue(algorithm, out var one) || !_b.TryGetValue(algorithm, out var other)) yield break;
        foreach ((long sample, SampleNumbers numbers) in one)
        {
            if (other.TryGetValue(sample, out SampleNumbers theirs) && ofA(numbers) is { } x && ofB(theirs) is { } y)
                yield return (sample, x, y);
        }
    }
}
