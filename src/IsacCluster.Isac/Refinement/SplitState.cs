using IsacCluster.Numerics;

namespace IsacCluster.Isac.Refinement;

/// <summary>
/// SINRs of the exact split of R = B B^H among users with weights w, and their gradient in B. With g_l^H = h_l^H B, t_l = |g_l|^2,
/// u_l = g_l^H / |g_l|, mean w_l^2 = 1, the rows y_l = w_l u_l of Y and A = Y Y^H, the split U = Y^H (A + d I)^-1/2 gives user l the share
/// <code>
///   q_l = (f(A)_ll / w_l)^2,   f(a) = a (a + d)^-1/2,      SINR_l = q_l t_l / (t_l (1 - q_l) + 1).
/// </code>
/// With A + d I = V diag(r_i^2) V^H and K = diag(kappa) the derivative of sum_l kappa_l f(A)_ll is
/// X = V [(V^H K V)_ij (1 + d / (r_i r_j)) / (r_i + r_j)] V^H: the solution of a Sylvester equation. No allocation. Not thread-safe.
/// </summary>
public sealed class SplitState(int users, int antennas)
{
    /// <summary>t_l and q_l are at least these.</summary>
    public const double LeastReceived = 1e-9, LeastShare = 1e-12;

    private readonly double[] _kappa = new double[users];

    /// <summary>d; bounds what is called a share by 1 / (1 + d), so an SINR by 1 / d.</summary>
    internal double Regularisation { get; set; }

    internal WarmJacobi Eigen { get; } = new(users, antennas);

    /// <summary>h_l^H B, L x M.</summary>
    internal PlanarMatrix Received { get; } = new(users, antennas);

    /// <summary>u_l.</summary>
    internal PlanarMatrix Unit { get; } = new(users, antennas);

    /// <summary>y_l.</summary>
    internal PlanarMatrix Weighted { get; } = new(users, antennas);

    /// <summary>w_l.</summary>
    internal double[] Weights { get; } = new double[users];

    /// <summary>t_l.</summary>
    internal double[] Totals { get; } = new double[users];

    /// <summary>f(A)_ll.</summary>
    internal double[] Amplitudes { get; } = new double[users];

    /// <summary>q_l.</summary>
    internal double[] Shares { get; } = new double[users];

    /// <summary>r_i.</summary>
    internal double[] Roots { get; } = new double[users];

    /// <summary>V^H K V, X in the basis of the eigenvectors, and that times Z.</summary>
    internal PlanarMatrix Coupling { get; } = new(users, users);

    internal PlanarMatrix Spectral { get; } = new(users, users);

    internal PlanarMatrix Rotated { get; } = new(users, antennas);

    internal double[] ShareSlopes { get; } = new double[users];

    internal double[] TotalSlopes { get; } = new double[users];

    /// <summary>Re (gradient in u_l) u_l^H.</summary>
    internal double[] Alongs { get; } = new double[users];

    /// <summary>ln SINR_l.</summary>
    public double[] LogSinr { get; } = new double[users];

    /// <summary>The sum of c_l ln SINR_l in g_l, L x M, after <see cref="Differentiate(System.ReadOnlySpan{double})"/>.</summary>
    internal PlanarMatrix Gradient { get; } = new(users, antennas);

    /// <summary>Evaluates the split.</summary>
    /// <param name="logWeights">ln w_l up to a common term.</param>
    /// <returns>False if a number is not finite.</returns>
    public bool Evaluate(PlanarMatrix b, UserChannels channels, ReadOnlySpan<double> logWeights)
    {
        Receive(b, channels);
        return Divide(logWeights);
    }

    /// <summary>g, t and u from B.</summary>
    internal void Receive(PlanarMatrix b, UserChannels channels)
    {
        MatrixProducts.Multiply(channels.Conjugates, b, Received);
        for (int l = 0; l < users; l++)
        {
            Totals[l] = Math.Max(PlanarKernels.SquaredNorm(Received, l), LeastReceived);
            Scale(Received, 1 / Math.Sqrt(Totals[l]), Unit, l);
        }
    }

    /// <summary>Everything that depends on the weights.</summary>
    internal bool Divide(ReadOnlySpan<double> logWeights)
    {
        LoadWeights(logWeights);
        for (int l = 0; l < users; l++) Scale(Unit, Weights[l], Weighted, l);
        if (!Eigen.Decompose(Weighted)) return false;
        for (int k = 0; k < users; k++) Roots[k] = Math.Sqrt(Eigen.Values[k] + Regularisation);
        double[] re = Eigen.Rows.Re, im = Eigen.Rows.Im;
        for (int l = 0; l < users; l++)
        {
            double sum = 0;
            for (int k = 0, at = l; k < users; k++, at += Eigen.Rows.Stride)
                sum += (re[at] * re[at] + im[at] * im[at]) * Eigen.Values[k] / Roots[k];
            double amplitude = sum / Weights[l];
            (Amplitudes[l], Shares[l]) = (sum, Math.Max(amplitude * amplitude, LeastShare));
            LogSinr[l] = Math.Log(Shares[l] * Totals[l] / Rest(l));
        }

        return true;
    }

    /// <summary>t_l (1 - q_l) + 1.</summary>
    internal double Rest(int l) => Totals[l] * Math.Max(0, 1 - Shares[l]) + 1;

    /// <summary>The gradient of sum_l c_l ln SINR_l in g.</summary>
    public void Differentiate(ReadOnlySpan<double> factors)
    {
        for (int l = 0; l < users; l++)
        {
            double rest = Rest(l);
            ShareSlopes[l] = factors[l] * (1 / Shares[l] + Totals[l] / rest);
            TotalSlopes[l] = factors[l] / (Totals[l] * rest);
        }

        Differentiate();
    }

    /// <summary>The gradient in g of what has the slopes <see cref="ShareSlopes"/> in q and <see cref="TotalSlopes"/> in t.</summary>
    internal void Differentiate()
    {
        for (int l = 0; l < users; l++) _kappa[l] = ShareSlopes[l] * 2 * Amplitudes[l] / (Weights[l] * Weights[l]);
        Diagonal(_kappa, Coupling);
        for (int i = 0; i < users; i++)
        {
            for (int j = 0; j < users; j++)
            {
                int at = i * Spectral.Stride + j;
                double factor = Divided(i, j);
                (Spectral.Re[at], Spectral.Im[at]) = (factor * Coupling.Re[at], factor * Coupling.Im[at]);
            }
        }

        MatrixProducts.Multiply(Spectral, Eigen.Images, Rotated);
        Unrotate(Rotated, Gradient);
        for (int l = 0; l < users; l++)
        {
            // So far (X Y)_l; the gradient in u_l is 2 w_l times that.
            double root = Math.Sqrt(Totals[l]), factor = 2 * Weights[l] / root;
            double along = factor * PlanarKernels.DotConjugate(Unit, l, Gradient, l).Real;
            Alongs[l] = along * root;
            Combine(factor, Gradient, 2 * TotalSlopes[l] * root - along, Unit, l);
        }
    }

    /// <summary>The slopes in ln w_l of what <see cref="Differentiate()"/> differentiated.</summary>
    internal void WeightSlopes(Span<double> slopes)
    {
        double sum = 0;
        for (int l = 0; l < users; l++)
        {
            slopes[l] = Alongs[l] - 2 * Shares[l] * ShareSlopes[l];
            sum += slopes[l];
        }

        for (int l = 0; l < users; l++) slopes[l] -= Weights[l] * Weights[l] / users * sum;
    }

    /// <summary>target := V rows.</summary>
    internal void Unrotate(PlanarMatrix rows, PlanarMatrix target)
    {
        target.Clear();
        double[] re = Eigen.Rows.Re, im = Eigen.Rows.Im;
        for (int l = 0; l < users; l++)
        {
            for (int k = 0, at = l; k < users; k++, at += Eigen.Rows.Stride)
            {
                PlanarKernels.AddScaled(
                    re[at], -im[at], rows.Re, rows.Im, k * rows.Stride, target.Re, target.Im, l * target.Stride, target.Stride);
            }
        }
    }

    /// <summary>V^H diag(values) V.</summary>
    internal void Diagonal(double[] values, PlanarMatrix target)
    {
        double[] re = Eigen.Rows.Re, im = Eigen.Rows.Im;
        int stride = Eigen.Rows.Stride;
        for (int i = 0; i < users; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double x = 0, y = 0;
                for (int l = 0; l < users; l++)
                {
                    double a = re[i * stride + l], b = im[i * stride + l], c = re[j * stride + l], d = im[j * stride + l];
                    x += values[l] * (a * c + b * d);
                    y += values[l] * (b * c - a * d);
                }

                int lower = i * target.Stride + j, upper = j * target.Stride + i;
                (target.Re[lower], target.Im[lower]) = (x, y);
                (target.Re[upper], target.Im[upper]) = (x, -y);
            }
        }
    }

    /// <summary>The first divided difference of f(a) = (r^2 - d) / r in r^2: (1 + d / (r_i r_j)) / (r_i + r_j).</summary>
    internal double Divided(int i, int j) => (1 + Regularisation / (Roots[i] * Roots[j])) / (Roots[i] + Roots[j]);

    /// <summary>w_l with mean square 1.</summary>
    private void LoadWeights(ReadOnlySpan<double> logWeights)
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (double value in logWeights) largest = Math.Max(largest, value);
        for (int l = 0; l < users; l++)
        {
            Weights[l] = Math.Exp(logWeights[l] - largest);
            sum += Weights[l] * Weights[l];
        }

        double scale = 1 / Math.Sqrt(sum / users);
        for (int l = 0; l < users; l++) Weights[l] *= scale;
    }

    private static void Scale(PlanarMatrix from, double factor, PlanarMatrix to, int row)
    {
        int start = row * from.Stride;
        for (int j = start; j < start + from.Stride; j++) (to.Re[j], to.Im[j]) = (factor * from.Re[j], factor * from.Im[j]);
    }

    private static void Combine(double a, PlanarMatrix x, double b, PlanarMatrix y, int row)
    {
        int start = row * x.Stride;
        for (int j = start; j < start + x.Stride; j++)
            (x.Re[j], x.Im[j]) = (a * x.Re[j] + b * y.Re[j], a * x.Im[j] + b * y.Im[j]);
    }
}
