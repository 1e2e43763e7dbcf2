using IsacCluster.Search.Randomness;
using IsacCluster.Search.Space;

namespace IsacCluster.Search.Synthetic;

/// <summary>
/// Shaped like the tuning of a network, with a log scale, integers, categories and conditional parameters; 0 is the least value:
/// f = (log10(lr) + 3)^2 + (layers - 4)^2 / 10 + activation (relu 0.3, gelu 0, tanh 0.8) + branch, where the branch is
/// 10 (momentum - 0.9)^2 + 0.2 for sgd, and (log10(beta) + 2)^2 / 2 + (warmup - 20)^2 / 500 for adam, and 1 for none.
/// </summary>
public sealed class MixedConditional : SyntheticObjective
{
    public override string Name => "mixed";

    public override ParameterSpace Space { get; } = new(
    [
        new FloatParameter("lr", 1e-5, 1, log: true),
        new IntParameter("layers", 1, 8),
        new CategoricalParameter("activation", ["relu", "gelu", "tanh"]),
        new CategoricalParameter("optimizer", ["sgd", "adam", "none"]),
        new FloatParameter("momentum", 0, 1, when: new Condition("optimizer", "sgd")),
        new FloatParameter("beta", 1e-4, 1, log: true, when: new Condition("optimizer", "adam")),
        new IntParameter("warmup", 0, 50, step: 5, when: new Condition("optimizer", "adam")),
    ]);

    public override double Optimum => 0;

    public override double Evaluate(ParameterSet parameters, long trial)
    {
        double rate = Math.Log10(parameters.Raw[0]) + 3, layers = parameters.Raw[1] - 4;
        double activation = parameters.Raw[2] switch { 0 => 0.3, 1 => 0, _ => 0.8 };
        return rate * rate + layers * layers / 10 + activation + Branch(parameters);
    }

    private static double Branch(ParameterSet parameters)
    {
        if (parameters.IsActive(4)) return 10 * (parameters.Raw[4] - 0.9) * (parameters.Raw[4] - 0.9) + 0.2;
        if (!parameters.IsActive(5)) return 1;
        double beta = Math.Log10(parameters.Raw[5]) + 2, warmup = parameters.Raw[6] - 20;
        return beta * beta / 2 + warmup * warmup / 500;
    }
}

/// <summary>Another objective plus sigma N(0, 1), a function of seed and trial number.</summary>
public sealed class Noisy(SyntheticObjective inner, double sigma, ulong seed) : SyntheticObjective
{
    public override string Name => "noisy-" + inner.Name;

    public override ParameterSpace Space => inner.Space;

    /// <summary>Of the mean.</summary>
    public override double Optimum => inner.Optimum;

    public override double Evaluate(ParameterSet parameters, long trial) =>
        inner.Evaluate(parameters, trial) + sigma * new SearchStream(seed, DrawPurpose.Noise, 0, trial).NextGaussian();
}

/// <summary>
/// A loss that falls over T steps, f(t) = f_inf + (2 + 3 |a - 1/2|) exp(-r t / T) with r = 3 + 4 b, and f_inf = (a - 0.3)^2 + (b -
/// 0.7)^2 + (c - 0.5)^2 / 2 on [0, 1]^3: ranks at early steps tell much, but not all, about the last. The value is f(T).
/// </summary>
/// <param name="steps">T; default 81.</param>
public sealed class LearningCurve(int steps = 81) : SyntheticObjective
{
    public override string Name => "learning-curve";

    public override ParameterSpace Space { get; } =
        new([new FloatParameter("a", 0, 1), new FloatParameter("b", 0, 1), new FloatParameter("c", 0, 1)]);

    /// <summary>A lower bound: that of f_inf.</summary>
    public override double Optimum => 0;

    public override int Steps => steps;

    public override double Evaluate(ParameterSet parameters, long trial) => EvaluateAt(parameters, trial, steps);

    public override double EvaluateAt(ParameterSet parameters, long trial, int step)
    {
        double a = parameters.Raw[0], b = parameters.Raw[1], c = parameters.Raw[2];
        double end = (a - 0.3) * (a - 0.3) + (b - 0.7) * (b - 0.7) + (c - 0.5) * (c - 0.5) / 2;
        return end + (2 + 3 * Math.Abs(a - 0.5)) * Math.Exp(-(3 + 4 * b) * step / steps);
    }
}
