using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Tests.Beampattern;

/// <summary>
/// A lower bound of L over the SDR's feasible set that knows nothing of solvers or structure: L is convex, so L(R) >= L(R*) + Re Tr
/// (grad (R - R*)), and for any lambda >= 0
/// <code>
///   min Re Tr(grad R) >= P0 min_l eigmin(grad + sum_j lambda_j h_j h_j^H - (1 + 1/Gamma_l) lambda_l h_l h_l^H) + sum_l lambda_l sigma_l^2
/// </code>
/// with the gradient summed over the grid from steering vectors. The best lambda of two users or one is searched for: the bound is concave.
/// </summary>
internal static class DenseBound
{
    /// <summary>L(R*) less the bound, over max(1, P0^2).</summary>
    public static double Gap(IsacInstance instance, ComplexMatrix covariance)
    {
        ComplexMatrix gradient = Gradient(instance, covariance);
        double linear = 0;
        for (int i = 0; i < gradient.Data.Length; i++) linear += (Complex.Conjugate(gradient.Data[i]) * covariance.Data[i]).Real;
        double scale = gradient.Data.Max(entry => entry.Magnitude) * instance.Antennas;
        double[] most = [.. Enumerable.Range(0, instance.Users).Select(l => 4 * scale / Norm(instance, l))];
        // Where no threshold binds lambda is 0, which needs no search.
        double unbound = At(new double[instance.Users]);
        if (linear - unbound <= 1e-7 * Math.Max(1, instance.Power * instance.Power)) return linear - unbound;
        double bound = instance.Users switch
        {
            0 => unbound,
            1 => Largest(x => At([x]), most[0]),
            _ => Largest(x => Largest(y => At([x, y]), most[1]), most[0]),
        };
        return (linear - bound) / Math.Max(1, instance.Power * instance.Power);

        double At(double[] lambda) => Value(instance, gradient, lambda);
    }

    private static double Value(IsacInstance instance, ComplexMatrix gradient, double[] lambda)
    {
        double least = double.PositiveInfinity, received = 0;
        var common = gradient.Clone();
        for (int j = 0; j < lambda.Length; j++)
        {
            Add(common, instance, j, lambda[j]);
            received += lambda[j] * instance.NoiseOf(j);
        }

        for (int l = 0; l < Math.Max(1, lambda.Length); l++)
        {
            ComplexMatrix own = common.Clone();
            if (lambda.Length > 0) Add(own, instance, l, -(1 + 1 / instance.ThresholdOf(l)) * lambda[l]);
            least = Math.Min(least, Smallest(own));
        }

        return instance.Power * least + received;
    }

    /// <summary>grad = 2 sum_n w_n (P_n - beta b_n) a_n a_n^H / sum w.</summary>
    private static ComplexMatrix Gradient(IsacInstance instance, ComplexMatrix covariance)
    {
        var objective = instance.Objective;
        Complex[][] steering = [.. objective.Grid.Select(objective.Array.Steering)];
        double[] powers = [.. steering.Select(a => Form(a, covariance))];
        double scale = objective.BestScale(powers), all = objective.Weights.Sum();
        var gradient = new ComplexMatrix(covariance.Rows, covariance.Rows);
        for (int n = 0; n < powers.Length; n++)
        {
            double factor = 2 * objective.Weights[n] * (powers[n] - scale * objective.Desired[n]) / all;
            for (int i = 0; i < covariance.Rows; i++)
            {
                for (int k = 0; k < covariance.Rows; k++) gradient[i, k] += factor * steering[n][i] * Complex.Conjugate(steering[n][k]);
            }
        }

        return gradient;
    }

    private static double Form(Complex[] a, ComplexMatrix matrix)
    {
        Complex sum = Complex.Zero;
        for (int i = 0; i < a.Length; i++)
        {
            for (int k = 0; k < a.Length; k++) sum += Complex.Conjugate(a[i]) * matrix[i, k] * a[k];
        }

        return sum.Real;
    }

    private static void Add(ComplexMatrix target, IsacInstance instance, int user, double factor)
    {
        for (int i = 0; i < target.Rows; i++)
        {
            for (int k = 0; k < target.Rows; k++)
                target[i, k] += factor * instance.Channel[user, i] * Complex.Conjugate(instance.Channel[user, k]);
        }
    }

    private static double Norm(IsacInstance instance, int user)
    {
        double sum = 0;
        foreach (Complex entry in instance.Channel.Row(user)) sum += entry.Real * entry.Real + entry.Imaginary * entry.Imaginary;
        return sum;
    }

    private static double Smallest(ComplexMatrix matrix)
    {
        var planar = new PlanarMatrix(matrix.Rows, matrix.Rows);
        planar.CopyFrom(matrix, 1);
        var eigen = new HermitianEigen(matrix.Rows);
        Assert.True(eigen.Decompose(planar.Re, planar.Im));
        return eigen.Values[0];
    }

    /// <summary>The maximum of a concave function on [0, most] by golden sections; 0 is looked at itself.</summary>
    private static double Largest(Func<double, double> function, double most)
    {
        double ratio = (Math.Sqrt(5) - 1) / 2, low = 0, high = most, best = function(0);
        double x = high - ratio * (high - low), y = low + ratio * (high - low), fx = function(x), fy = function(y);
        for (int step = 0; step < 40; step++)
        {
            best = Math.Max(best, Math.Max(fx, fy));
            if (fx >= fy)
            {
                (high, y, fy) = (y, x, fx);
                (x, fx) = (high - ratio * (high - low), 0);
                fx = function(x);
            }
            else
            {
                (low, x, fx) = (x, y, fy);
                (y, fy) = (low + ratio * (high - low), 0);
                fy = function(y);
            }
        }

        return best;
    }
}
