using IsacCluster.Search.Space;

namespace IsacCluster.Search.Synthetic;

/// <summary>A test function with its own space; less is better.</summary>
public abstract class SyntheticObjective
{
    /// <summary>Its name in specifications.</summary>
    public abstract string Name { get; }

    public abstract ParameterSpace Space { get; }

    /// <summary>The least value that it can take.</summary>
    public abstract double Optimum { get; }

    /// <summary>Number of steps of an evaluation; 1 where there are no intermediate values.</summary>
    public virtual int Steps => 1;

    /// <summary>Number of values.</summary>
    public virtual int Objectives => 1;

    /// <summary>Names of what it measures: its values first, and then what constraints may be on.</summary>
    public virtual IReadOnlyList<string> Measured =>
        Objectives == 1 ? ["value"] : [.. Enumerable.Range(1, Objectives).Select(k => $"f{k}")];

    /// <summary>One number for each of <see cref="Measured"/>.</summary>
    public virtual double[] Measure(ParameterSet parameters, long trial) => EvaluateAll(parameters, trial);

    /// <summary>All values, the first of which is <see cref="Evaluate"/>.</summary>
    public virtual double[] EvaluateAll(ParameterSet parameters, long trial) => [Evaluate(parameters, trial)];

    /// <summary>The value.</summary>
    /// <param name="trial">Key of the noise, where there is any.</param>
    public abstract double Evaluate(ParameterSet parameters, long trial);

    /// <summary>The value after a step in 1..<see cref="Steps"/>; after the last it is <see cref="Evaluate"/>.</summary>
    public virtual double EvaluateAt(ParameterSet parameters, long trial, int step) => Evaluate(parameters, trial);

    /// <summary>x0, x1, ... in [low, high].</summary>
    private protected static ParameterSpace Box(int dimensions, double low, double high) =>
        new(Enumerable.Range(0, dimensions).Select(i => new FloatParameter($"x{i}", low, high)));
}
