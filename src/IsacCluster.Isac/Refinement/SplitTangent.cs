using IsacCluster.Numerics;

namespace IsacCluster.Isac.Refinement;

/// <summary>
/// The derivative of <see cref="SplitState"/> and of its gradient along a direction of B: with F = sum_l c_l ln SINR_l, which has been
/// differentiated, the Hessian of F times a direction, plus the gradient of sum_l c'_l ln SINR_l. By symmetry of the Hessian this is also
/// what the adjoint of a descent step needs. The second divided differences of f(a) = (r^2 - d) / r are
/// <code>
///   f[i, k, j] = -(1 + d (r_i + r_k + r_j) / (r_i r_k r_j)) / ((r_i + r_k) (r_k + r_j) (r_i + r_j)).
/// </code>
/// No allocation. Not thread-safe.
/// </summary>
internal sealed class SplitTangent(SplitState at, int users, int antennas)
{
    private readonly PlanarMatrix _received = new(users, antennas), _unit = new(users, antennas), _weighted = new(users, antennas);
    private readonly PlanarMatrix _images = new(users, antennas), _rotated = new(users, antennas), _inner = new(users, antennas);
    private readonly PlanarMatrix _change = new(users, users), _spectral = new(users, users), _ofUnit = new(users, antennas);
    private readonly double[] _totals = new double[users], _kappa = new double[users], _alongs = new double[users];
    private readonly double[] _shareSlopes = new double[users], _totalSlopes = new double[users], _shares = new double[users];

    /// <summary>Of ln SINR_l.</summary>
    public double[] LogSinr { get; } = new double[users];

    /// <summary>Of the gradient in g, L x M.</summary>
    public PlanarMatrix Gradient { get; } = new(users, antennas);

    /// <summary>Of the slopes in ln w_l.</summary>
    public double[] WeightSlopes { get; } = new double[users];

    /// <param name="direction">Of B.</param>
    /// <param name="factors">c_l, with which the state was differentiated.</param>
    /// <param name="changes">c'_l.</param>
    public void Evaluate(PlanarMatrix direction, UserChannels channels, ReadOnlySpan<double> factors, ReadOnlySpan<double> changes)
    {
        Receive(direction, channels);
        Split(factors, changes);
        Couple();
        Finish();
    }

    private void Receive(PlanarMatrix direction, UserChannels channels)
    {
        MatrixProducts.Multiply(channels.Conjugates, direction, _received);
        int stride = _received.Stride;
        for (int l = 0; l < users; l++)
        {
            double total = at.Totals[l], root = 1 / Math.Sqrt(total), weight = at.Weights[l];
            double change = _totals[l] = 2 * PlanarKernels.DotConjugate(at.Received, l, _received, l).Real;
            for (int j = l * stride; j < (l + 1) * stride; j++)
            {
                _unit.Re[j] = root * _received.Re[j] - change / (2 * total) * at.Unit.Re[j];
                _unit.Im[j] = root * _received.Im[j] - change / (2 * total) * at.Unit.Im[j];
                (_weighted.Re[j], _weighted.Im[j]) = (weight * _unit.Re[j], weight * _unit.Im[j]);
            }
        }

        MatrixProducts.Multiply(at.Eigen.Rows, _weighted, _images);
    }

    /// <summary>V^H A' V = Z' Z^H + Z Z'^H, and with it shares and slopes.</summary>
    private void Split(ReadOnlySpan<double> factors, ReadOnlySpan<double> changes)
    {
        PlanarMatrix z = at.Eigen.Images, p = at.Eigen.Rows;
        for (int i = 0; i < users; i++)
        {
            for (int j = 0; j < users; j++)
                _change[i, j] = PlanarKernels.DotConjugate(z, j, _images, i) + PlanarKernels.DotConjugate(_images, j, z, i);
        }

        for (int l = 0; l < users; l++)
        {
            double amplitude = 0;
            for (int i = 0; i < users; i++)
            {
                for (int j = 0; j < users; j++)
                {
                    // V_li conj(V_lj) = conj(P_il) P_jl.
                    System.Numerics.Complex pair = System.Numerics.Complex.Conjugate(p[i, l]) * p[j, l];
                    amplitude += at.Divided(i, j) * (pair * _change[i, j]).Real;
                }
            }

            double w = at.Weights[l] * at.Weights[l], a = at.Amplitudes[l], q = at.Shares[l], t = at.Totals[l], d = at.Rest(l);
            double share = _shares[l] = 2 * a * amplitude / w, total = _totals[l], rest = total * (1 - q) - t * share;
            LogSinr[l] = share / q + total / t - rest / d;
            _shareSlopes[l] = changes[l] * (1 / q + t / d) + factors[l] * (-share / (q * q) + total / d - t * rest / (d * d));
            _totalSlopes[l] = changes[l] / (t * d) - factors[l] * (total / t + rest / d) / (t * d);
            _kappa[l] = 2 * (_shareSlopes[l] * a + at.ShareSlopes[l] * amplitude) / w;
        }
    }

    /// <summary>X' in the basis of the eigenvectors.</summary>
    private void Couple()
    {
        at.Diagonal(_kappa, _spectral);
        for (int i = 0; i < users; i++)
        {
            for (int j = 0; j < users; j++)
            {
                double first = at.Divided(i, j), x = 0, y = 0;
                for (int k = 0; k < users; k++)
                {
                    double factor = SecondDivided(at.Roots[i], at.Roots[k], at.Roots[j]);
                    System.Numerics.Complex sum = at.Coupling[i, k] * _change[k, j] + _change[i, k] * at.Coupling[k, j];
                    x += factor * sum.Real;
                    y += factor * sum.Imaginary;
                }

                int position = i * _spectral.Stride + j;
                _spectral.Re[position] = first * _spectral.Re[position] + x;
                _spectral.Im[position] = first * _spectral.Im[position] + y;
            }
        }

        MatrixProducts.Multiply(_spectral, at.Eigen.Images, _rotated);
        MatrixProducts.Multiply(at.Spectral, _images, _inner);
        _rotated.Add(1, _inner);
        at.Unrotate(_rotated, Gradient);
        at.Unrotate(at.Rotated, _ofUnit);
    }

    private double SecondDivided(double a, double b, double c) =>
        -(1 + at.Regularisation * (a + b + c) / (a * b * c)) / ((a + b) * (b + c) * (a + c));

    /// <summary>From (X Y)' and X Y to the gradients in g and ln w.</summary>
    private void Finish()
    {
        int stride = Gradient.Stride;
        double sum = 0;
        for (int l = 0; l < users; l++)
        {
            double factor = 2 * at.Weights[l], total = at.Totals[l], root = Math.Sqrt(total), along = at.Alongs[l];
            double change = factor * (PlanarKernels.DotConjugate(at.Unit, l, Gradient, l).Real
                + PlanarKernels.DotConjugate(_unit, l, _ofUnit, l).Real);
            double half = _totals[l] / (2 * total * root), slope = 2 * at.TotalSlopes[l], slopeChange = 2 * _totalSlopes[l];
            for (int j = l * stride; j < (l + 1) * stride; j++)
            {
                Gradient.Re[j] = (factor * Gradient.Re[j] - along * _unit.Re[j] - change * at.Unit.Re[j]) / root
                    - half * (factor * _ofUnit.Re[j] - along * at.Unit.Re[j]) + slope * _received.Re[j] + slopeChange * at.Received.Re[j];
                Gradient.Im[j] = (factor * Gradient.Im[j] - along * _unit.Im[j] - change * at.Unit.Im[j]) / root
                    - half * (factor * _ofUnit.Im[j] - along * at.Unit.Im[j]) + slope * _received.Im[j] + slopeChange * at.Received.Im[j];
            }

            _alongs[l] = change - 2 * (_shares[l] * at.ShareSlopes[l] + at.Shares[l] * _shareSlopes[l]);
            sum += _alongs[l];
        }

        for (int l = 0; l < users; l++) WeightSlopes[l] = _alongs[l] - at.Weights[l] * at.Weights[l] / users * sum;
    }
}
