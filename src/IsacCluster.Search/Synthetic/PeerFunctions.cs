using IsacCluster.Search.Space;

namespace IsacCluster.Search.Synthetic;

/// <summary>sum_i x_i^2 + 10 (1 - cos(2 pi x_i)) on [-5.12, 5.12]^d; 0 at 0, the middle of the box.</summary>
/// <remarks>Rastrigin, "Systems of extremal control", 1974.</remarks>
public sealed class CentredRastrigin(int dimensions) : SyntheticObjective
{
    public override string Name => $"rastrigin-centred{dimensions}";

    public override ParameterSpace Space { get; } = Box(dimensions, -5.12, 5.12);

    public override double Optimum => 0;

    public override double Evaluate(ParameterSet parameters, long trial)
    {
        double sum = 0;
        foreach (double x in parameters.Raw) sum += x * x + 10 * (1 - Math.Cos(2 * Math.PI * x));
        return sum;
    }
}

/// <summary>
/// sum_i 10^(2 i / (d - 1)) (z_i - 1/2)^2 on [-5, 5]^d with z_i = x_i - (2 / d) sum_j x_j, a reflection; 0.
/// </summary>
public sealed class Ellipsoid(int dimensions) : SyntheticObjective
{
    public override string Name => $"ellipsoid{dimensions}";

    public override ParameterSpace Space { get; } = Box(dimensions, -5, 5);

    public override double Optimum => 0;

    public override double Evaluate(ParameterSet parameters, long trial)
    {
        ReadOnlySpan<double> x = parameters.Raw;
        double total = 0, sum = 0;
        foreach (double v in x) total += v;
        for (int i = 0; i < x.Length; i++)
        {
            double z = x[i] - 2 * total / x.Length - 0.5;
            sum += Math.Pow(10, 2.0 * i / (x.Length - 1)) * z * z;
        }

        return sum;
    }
}

/// <summary>sum_i (x_i - 1/2)^2 on [-5, 5]^d, which fails (not a number) where x_0 &lt; 0; 0 at 1/2.</summary>
public sealed class CrashSphere(int dimensions) : SyntheticObjective
{
    public override string Name => $"crash-sphere{dimensions}";

    public override ParameterSpace Space { get; } = Box(dimensions, -5, 5);

    public override double Optimum => 0;

    public override double Evaluate(ParameterSet parameters, long trial)
    {
        if (parameters.Raw[0] < 0) return double.NaN;
        double sum = 0;
        foreach (double x in parameters.Raw) sum += (x - 0.5) * (x - 0.5);
        return sum;
    }
}
