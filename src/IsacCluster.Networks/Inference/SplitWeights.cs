using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Networks.Inference;

/// <summary>
/// The weights of a split, from those of the network. With unit columns g_l / |g_l| of Gram matrix N and A = W N W, user l receives the
/// share s_l = ((A^1/2)_ll / w_l)^2 of what reaches it as signal and meets its threshold if s_l >= Gamma0 / (1 + Gamma0)
/// (1 + sigma^2 / |g_l|^2). Where a user falls short, all weights are multiplied by needed over received share for a few rounds; the round
/// whose worst user is best is kept. R, and so the MSE, does not change.
/// Not thread-safe.
/// </summary>
internal sealed class SplitWeights(int users)
{
    private const int MostRounds = 8;
    private readonly HermitianRoot _root = new(users);
    private readonly Complex[] _gram = new Complex[users * users], _scaled = new Complex[users * users];
    private readonly double[] _needed = new double[users], _weights = new double[users], _ratios = new double[users];

    public int Users => users;

    /// <param name="unit">Row l is g_l^H / |g_l|, or 0.</param>
    /// <param name="squaredNorms">|g_l|^2.</param>
    /// <param name="regularisation">Added to the diagonal of A, times its mean.</param>
    /// <param name="weights">w_l > 0; raised in place.</param>
    public void Raise(
        IsacInstance instance, PlanarMatrix unit, ReadOnlySpan<double> squaredNorms, double regularisation, Span<double> weights)
    {
        double threshold = instance.SinrThreshold / (1 + instance.SinrThreshold);
        for (int l = 0; l < users; l++)
        {
            _needed[l] = threshold * (1 + instance.Noise / squaredNorms[l]);
            if (!(_needed[l] < 1)) return; // no split of this R serves that user
        }

        LoadGram(unit);
        weights.CopyTo(_weights);
        double best = double.PositiveInfinity;
        for (int round = 0; round <= MostRounds; round++)
        {
            if (!Evaluate(regularisation)) return;
            double worst = _ratios.Max();
            if (worst < best)
            {
                best = worst;
                _weights.CopyTo(weights);
            }

            if (worst <= 1) return;
            for (int l = 0; l < users; l++) _weights[l] *= _ratios[l];
        }
    }

    /// <summary>Needed over received share of each user; false where A has no root.</summary>
    private bool Evaluate(double regularisation)
    {
        double trace = 0;
        for (int l = 0; l < users; l++) trace += _weights[l] * _weights[l];
        for (int i = 0; i < _scaled.Length; i++) _scaled[i] = _weights[i / users] * _weights[i % users] * _gram[i];
        for (int l = 0; l < users; l++) _scaled[l * users + l] += regularisation * trace / users;
        if (!_root.Factor(_scaled)) return false;
        for (int l = 0; l < users; l++)
        {
            // u_l = G (A + d I)^-1/2 gives g_l^H u_l = ((A + d I)^1/2 - d (A + d I)^-1/2)_ll / w_l.
            int diagonal = l * users + l;
            double amplitude =
                (_root.Root[diagonal].Real - regularisation * trace / users * _root.InverseRoot[diagonal].Real) / _weights[l];
            _ratios[l] = _needed[l] / (amplitude * amplitude);
        }

        return true;
    }

    private void LoadGram(PlanarMatrix unit)
    {
        for (int i = 0; i < users; i++)
        {
            for (int j = 0; j < users; j++)
            {
                Complex sum = Complex.Zero;
                for (int k = 0; k < unit.Columns; k++) sum += unit[i, k] * Complex.Conjugate(unit[j, k]);
                _gram[i * users + j] = sum;
            }
        }
    }
}
