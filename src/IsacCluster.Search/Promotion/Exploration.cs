using IsacCluster.Search.Randomness;
using IsacCluster.Search.Space;

namespace IsacCluster.Search.Promotion;

/// <summary>
/// How a member of a population changes the parameters that it has taken over. Each is drawn anew from its range with probability <paramref
/// name="resample"/>; else a number moves by <paramref name="perturb"/> of its range (of its logarithm's where it is log), up or down with
/// equal probability and turned back at the ends, a whole one by 1 at least; a category stays.
/// </summary>
/// <param name="resample">In [0, 1].</param>
/// <param name="perturb">In (0, 1).</param>
public sealed class Exploration(double resample, double perturb)
{
    private const int Tries = 100;

    /// <summary>The changed parameters of a trial, of seed and trial; the same again where no try keeps the constraints.</summary>
    public ParameterSet Of(ParameterSet from, ulong seed, long trial)
    {
        ArgumentNullException.ThrowIfNull(from);
        for (int attempt = 1; attempt <= Tries; attempt++)
        {
            double[] raw = Draw(from, seed, trial, attempt);
            if (from.Space.IsFeasible(raw)) return from.Space.Own(raw);
        }

        return from;
    }

    private double[] Draw(ParameterSet from, ulong seed, long trial, int attempt)
    {
        var stream = new SearchStream(seed, DrawPurpose.Population, attempt, trial);
        ParameterSpace space = from.Space;
        double[] raw = new double[space.Count];
        for (int i = 0; i < raw.Length; i++)
        {
            (double choice, double anew) = stream.NextPair();
            double side = stream.NextUniform();
            if (!space.IsActive(i, raw)) raw[i] = double.NaN;
            else if (!from.IsActive(i) || choice < resample) raw[i] = space.Parameters[i].FromUnit(anew);
            else raw[i] = Moved(space.Parameters[i], from.Raw[i], side < 0.5 ? -perturb : perturb);
        }

        return raw;
    }

    private static double Moved(Parameter parameter, double value, double by)
    {
        if (parameter.IsCategorical) return value;
        double unit = parameter.ToUnit(value);
        double to = unit + Math.CopySign(Math.Max(Math.Abs(by), parameter.CellWidth(value)), by);
        return parameter.FromUnit(Math.Clamp(to < 0 ? -to : to > 1 ? 2 - to : to, 0, 1));
    }
}
