using IsacCluster.Search.Numerics;
using IsacCluster.Search.Randomness;
using IsacCluster.Search.Space;

namespace IsacCluster.Search.Sampling.GaussianProcess;

/// <summary>
/// The greatest expected improvement over uniform candidates and candidates near the best points, refined by ever closer neighbours.
/// </summary>
/// <param name="best">The least mean at a trial that violates nothing; null: none is known, and feasibility is sought alone.</param>
/// <param name="centres">The best points.</param>
/// <param name="constraints">The improvement counts by the probability that all of them hold.</param>
internal sealed class Acquisition(
    ParameterSpace space, GaussianProcessModel model, double? best, double[][] centres, ConstraintModel[] constraints)
{
    /// <summary>How many best points candidates are drawn around.</summary>
    public const int Centres = 4;

    private const int Candidates = 200, Near = 200, Refined = 4, Rounds = 8, Neighbours = 16;

    private static readonly double[] Widths = [0.2, 0.1, 0.05, 0.02, 0.005];

    /// <summary>Raw values of the point, promising where a candidate is.</summary>
    public double[] Maximise(Func<double[], bool> isPromising, ref SearchStream stream)
    {
        List<(double Gain, double[] Raw, double[] Unit)> found = [];
        for (int c = 0; c < Candidates; c++)
        {
            double[] u = new double[space.Count];
            for (int i = 0; i < u.Length; i++) u[i] = stream.NextUniform();
            found.Add(Score(u));
        }

        for (int c = 0; c < Near; c++)
            found.Add(Score(Neighbour(centres[c % centres.Length], Widths[c / centres.Length % Widths.Length], ref stream)));

        found = [.. found.Where(f => isPromising(f.Raw)).DefaultIfEmpty(found[0]).OrderByDescending(f => f.Gain).Take(Refined)];
        for (int f = 0; f < found.Count; f++)
        {
            double width = 0.1;
            for (int round = 0; round < Rounds; round++, width *= 0.55)
            {
                for (int k = 0; k < Neighbours; k++)
                {
                    var next = Score(Neighbour(found[f].Unit, width, ref stream));
                    if (next.Gain > found[f].Gain && isPromising(next.Raw)) found[f] = next;
                }
            }
        }

        return found.MaxBy(f => f.Gain).Raw;
    }

    /// <summary>Moves a random part of the parameters: all of few, some of many.</summary>
    private double[] Neighbour(double[] centre, double width, ref SearchStream stream)
    {
        double[] u = [.. centre];
        double share = stream.NextUniform() < 0.5 ? 1 : Math.Max(0.3, 1.0 / u.Length);
        for (int i = 0; i < u.Length; i++)
        {
            (double moves, double other) = stream.NextPair();
            double z = stream.NextGaussian();
            if (space.Parameters[i].IsCategorical ? moves < 0.15 : double.IsNaN(u[i])) u[i] = other;
            else if (!space.Parameters[i].IsCategorical && moves < share) u[i] = Math.Clamp(u[i] + width * z, 0, 1);
        }

        return u;
    }

    private (double Gain, double[] Raw, double[] Unit) Score(double[] u)
    {
        double[] raw = new double[space.Count], unit = new double[space.Count];
        for (int i = 0; i < raw.Length; i++)
        {
            raw[i] = space.IsActive(i, raw) ? space.Parameters[i].FromUnit(u[i]) : double.NaN;
            unit[i] = double.IsNaN(raw[i]) ? double.NaN : space.Parameters[i].ToUnit(raw[i]);
        }

        double gain = 0;
        if (best is { } least)
        {
            (double mean, double deviation) = model.Predict(unit);
            gain = LogImprovement((least - mean) / deviation) + Math.Log(deviation);
        }

        foreach (ConstraintModel constraint in constraints) gain += constraint.LogProbability(unit);
        return (gain, raw, unit);
    }

    /// <summary>log(z Phi(z) + phi(z)); far below 0 by the first terms of its asymptotic series, phi(z) / z^2 (1 - 3 / z^2).</summary>
    private static double LogImprovement(double z) => z > -5
        ? Math.Log(z * Normal.Cumulative(z) + Normal.Density(z))
        : -0.5 * z * z - 0.5 * Math.Log(2 * Math.PI) - 2 * Math.Log(-z) + Math.Log(1 - 3 / (z * z));
}
