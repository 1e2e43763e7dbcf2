using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling.Sobol;

/// <summary>
/// Trial n is point n of a scrambled Sobol sequence, one dimension for each parameter whether active or not; parameters beyond the 64th
/// are uniform, and a point that breaks a constraint is replaced by a uniform draw.
/// </summary>
public sealed class SobolSampler : Sampler
{
    private (ulong Seed, int Dimensions, SobolSequence Sequence)? _memo;

    public override string Name => "sobol";

    public override bool Learns => false;

    public override int MostObjectives => int.MaxValue;

    protected override double[] Draw(StudyView history, long trial, int attempt)
    {
        double[] raw = Uniform(history, trial, attempt);
        if (attempt > 0) return raw;
        int dimensions = Math.Min(raw.Length, DirectionNumbers.Dimensions);
        if (_memo is not { } memo || memo.Seed != history.Seed || memo.Dimensions != dimensions)
        {
            _memo = memo = (history.Seed, dimensions, new SobolSequence(dimensions, history.Seed));
        }

        double[] beyond = raw;
        raw = new double[beyond.Length];
        for (int i = 0; i < raw.Length; i++)
        {
            if (!history.Space.IsActive(i, raw)) raw[i] = double.NaN;
            else if (i < dimensions) raw[i] = history.Space.Parameters[i].FromUnit(memo.Sequence.Coordinate(trial, i));
            else raw[i] = double.IsNaN(beyond[i]) ? history.Space.Parameters[i].FromUnit(0.5) : beyond[i];
        }

        return raw;
    }
}
