using IsacCluster.Search.Space;
using IsacCluster.Search.Synthetic.Bbob;

namespace IsacCluster.Search.Synthetic;

/// <summary>An instance of one of the 24 noiseless functions of BBOB on [-5, 5]^D; less is better.</summary>
public sealed class BbobFunction : SyntheticObjective
{
    private readonly BbobInstance _instance;
    private readonly Func<double[], double> _value;

    /// <param name="function">1 to 24.</param>
    /// <param name="dimensions">At least 2.</param>
    /// <param name="instance">Key of the place of the optimum and of the rotations.</param>
    public BbobFunction(int function, int dimensions, int instance)
    {
        Name = $"bbob-f{function}-{dimensions}-{instance}";
        Space = Box(dimensions, -5, 5);
        _instance = new BbobInstance(function, dimensions, instance);
        _value = BbobCatalog.Entries[function - 1].Create(_instance);
    }

    public override string Name { get; }

    public override ParameterSpace Space { get; }

    public override double Optimum => _instance.Value;

    /// <summary>Where the optimum is.</summary>
    public IReadOnlyList<double> OptimumPoint => _instance.OptimumPoint;

    public override double Evaluate(ParameterSet parameters, long trial) => At(parameters.Raw);

    /// <summary>The value at a point.</summary>
    public double At(ReadOnlySpan<double> x) => _value(x.ToArray()) + _instance.Value;
}
