using IsacCluster.Search.Space;

namespace IsacCluster.Search.Synthetic;

/// <summary>sum_i (x_i - 1)^2 on [-5, 5]^d; 0 at 1.</summary>
public sealed class Sphere(int dimensions) : SyntheticObjective
{
    public override string Name => $"sphere{dimensions}";

    public override ParameterSpace Space { get; } = Box(dimensions, -5, 5);

    public override double Optimum => 0;

    public override double Evaluate(ParameterSet parameters, long trial)
    {
        double sum = 0;
        foreach (double x in parameters.Raw) sum += (x - 1) * (x - 1);
        return sum;
    }
}

/// <summary>sum_i 100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2 on [-2, 2]^d; 0 at 1.</summary>
/// <remarks>Rosenbrock, The Computer Journal 3, 1960.</remarks>
public sealed class Rosenbrock(int dimensions) : SyntheticObjective
{
    public override string Name => $"rosenbrock{dimensions}";

    public override ParameterSpace Space { get; } = Box(dimensions, -2, 2);

    public override double Optimum => 0;

    public override double Evaluate(ParameterSet parameters, long trial)
    {
        double sum = 0;
        for (int i = 0; i + 1 < parameters.Raw.Length; i++)
        {
            double x = parameters.Raw[i], rise = parameters.Raw[i + 1] - x * x;
            sum += 100 * rise * rise + (1 - x) * (1 - x);
        }

        return sum;
    }
}

/// <summary>
/// (y - 5.1 x^2 / (4 pi^2) + 5 x / pi - 6)^2 + 10 (1 - 1 / (8 pi)) cos x + 10 on x in [-5, 10], y in [0, 15]; three optima.
/// </summary>
/// <remarks>Dixon, Szego, Towards Global Optimisation 2, 1978.</remarks>
public sealed class Branin : SyntheticObjective
{
    public override string Name => "branin";

    public override ParameterSpace Space { get; } = new([new FloatParameter("x", -5, 10), new FloatParameter("y", 0, 15)]);

    public override double Optimum => 0.39788735772973816;

    public override double Evaluate(ParameterSet parameters, long trial)
    {
        double x = parameters.Raw[0], y = parameters.Raw[1];
        double bowl = y - 5.1 * x * x / (4 * Math.PI * Math.PI) + 5 * x / Math.PI - 6;
        return bowl * bowl + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(x) + 10;
    }
}

/// <summary>-sum_i c_i exp(-sum_j A_ij (x_j - P_ij)^2) on [0, 1]^6, four bumps; -3.32237.</summary>
/// <remarks>Dixon, Szego, Towards Global Optimisation 2, 1978 (after Hartman).</remarks>
public sealed class Hartmann6 : SyntheticObjective
{
    private static readonly double[] C = [1, 1.2, 3, 3.2];

    private static readonly double[][] A =
    [
        [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14],
    ];

    private static readonly double[][] P =
    [
        [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ];

    public override string Name => "hartmann6";

    public override ParameterSpace Space { get; } = Box(6, 0, 1);

    public override double Optimum => -3.3223680114155156;

    public override double Evaluate(ParameterSet parameters, long trial)
    {
        double sum = 0;
        for (int i = 0; i < C.Length; i++)
        {
            double distance = 0;
            for (int j = 0; j < 6; j++)
            {
                double d = parameters.Raw[j] - P[i][j];
                distance += A[i][j] * d * d;
            }

            sum -= C[i] * Math.Exp(-distance);
        }

        return sum;
    }
}

/// <summary>sum_i (x_i - 1)^2 + 10 (1 - cos(2 pi (x_i - 1))) on [-5, 5]^d; 0 at 1, with a local minimum near every other integer.</summary>
/// <remarks>Rastrigin, "Systems of extremal control", 1974, moved by 1.</remarks>
public sealed class Rastrigin(int dimensions) : SyntheticObjective
{
    public override string Name => $"rastrigin{dimensions}";

    public override ParameterSpace Space { get; } = Box(dimensions, -5, 5);

    public override double Optimum => 0;

    public override double Evaluate(ParameterSet parameters, long trial)
    {
        double sum = 0;
        foreach (double x in parameters.Raw) sum += (x - 1) * (x - 1) + 10 * (1 - Math.Cos(2 * Math.PI * (x - 1)));
        return sum;
    }
}
