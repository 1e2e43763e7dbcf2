using IsacCluster.Search.Space;

namespace IsacCluster.Search.Synthetic;

/// <summary>Two objectives on [0, 1]^d, f_1 = x_0 and f_2 of x_0 and g = 1 + 9 mean of the others; the front is g = 1.</summary>
/// <param name="name">Without the dimensions.</param>
/// <remarks>Zitzler, Deb, Thiele, Evolutionary Computation 8, 2000.</remarks>
public abstract class ZitzlerDebThiele(string name, int dimensions) : SyntheticObjective
{
    public override string Name => $"{name}{dimensions}";

    public override ParameterSpace Space { get; } = Box(dimensions, 0, 1);

    /// <summary>Of f_1.</summary>
    public override double Optimum => 0;

    public override int Objectives => 2;

    public override double Evaluate(ParameterSet parameters, long trial) => parameters.Raw[0];

    public override double[] EvaluateAll(ParameterSet parameters, long trial)
    {
        double sum = 0;
        foreach (double x in parameters.Raw[1..]) sum += x;
        return [parameters.Raw[0], Second(parameters.Raw[0], 1 + 9 * sum / (dimensions - 1))];
    }

    /// <summary>f_2.</summary>
    protected abstract double Second(double x, double g);
}

/// <summary>f_2 = g (1 - sqrt(x_0 / g)).</summary>
public sealed class Zdt1(int dimensions) : ZitzlerDebThiele("zdt1", dimensions)
{
    protected override double Second(double x, double g) => g * (1 - Math.Sqrt(x / g));
}

/// <summary>f_2 = g (1 - (x_0 / g)^2): the front is not convex.</summary>
public sealed class Zdt2(int dimensions) : ZitzlerDebThiele("zdt2", dimensions)
{
    protected override double Second(double x, double g) => g - x * x / g;
}

/// <summary>
/// f1 = 4 x^2 + 4 y^2 and f2 = (x - 5)^2 + (y - 5)^2 on [0, 5] x [0, 3], measured with c1 = (x - 5)^2 + y^2, to be kept at most 25, and c2
/// = (x - 8)^2 + (y + 3)^2, to be kept at least 7.7.
/// </summary>
/// <remarks>Binh, Korn, "MOBES: a multiobjective evolution strategy for constrained optimization problems", 1997.</remarks>
public sealed class BinhKorn : SyntheticObjective
{
    public override string Name => "bnh";

    public override ParameterSpace Space { get; } = new([new FloatParameter("x", 0, 5), new FloatParameter("y", 0, 3)]);

    /// <summary>Of f1.</summary>
    public override double Optimum => 0;

    public override int Objectives => 2;

    public override IReadOnlyList<string> Measured { get; } = ["f1", "f2", "c1", "c2"];

    public override double Evaluate(ParameterSet parameters, long trial) => Measure(parameters, trial)[0];

    public override double[] EvaluateAll(ParameterSet parameters, long trial) => Measure(parameters, trial)[..2];

    public override double[] Measure(ParameterSet parameters, long trial)
    {
        double x = parameters.Raw[0], y = parameters.Raw[1];
        return
        [
            4 * x * x + 4 * y * y, (x - 5) * (x - 5) + (y - 5) * (y - 5), (x - 5) * (x - 5) + y * y, (x - 8) * (x - 8) + (y + 3) * (y + 3),
        ];
    }
}

/// <summary>
/// sin(x) + y on [0, 6]^2, measured with c = sin(x) sin(y), to be kept at most -0.95: that is so in 2 % of the square.
/// </summary>
/// <remarks>Gardner et al., "Bayesian optimization with inequality constraints", ICML 2014, the second simulation.</remarks>
public sealed class Gardner : SyntheticObjective
{
    public override string Name => "gardner";

    public override ParameterSpace Space { get; } = new([new FloatParameter("x", 0, 6), new FloatParameter("y", 0, 6)]);

    /// <summary>With the constraint: at x = 3 pi / 2, sin y = 0.95.</summary>
    public override double Optimum => Math.Asin(0.95) - 1;

    public override IReadOnlyList<string> Measured { get; } = ["value", "c"];

    public override double Evaluate(ParameterSet parameters, long trial) => Math.Sin(parameters.Raw[0]) + parameters.Raw[1];

    public override double[] Measure(ParameterSet parameters, long trial) =>
        [Evaluate(parameters, trial), Math.Sin(parameters.Raw[0]) * Math.Sin(parameters.Raw[1])];
}
