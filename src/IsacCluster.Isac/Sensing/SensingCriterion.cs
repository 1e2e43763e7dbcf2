using IsacCluster.Isac.Arrays;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Sensing;

/// <summary>
/// What designs optimise in the place of the beampattern's mismatch. A criterion is one file: it measures a covariance and describes
/// itself; <see cref="SensingCriteria"/> lists those that specifications may name. Immutable and thread-safe.
/// </summary>
public abstract record SensingCriterion
{
    /// <summary>The name, equation and parameters, the same for all criteria of a type.</summary>
    public abstract CriterionDescription Describe();

    /// <summary>Its value.</summary>
    /// <param name="covariance">R, M x M.</param>
    /// <param name="objective">The array, the targets and the grid.</param>
    /// <param name="power">P0.</param>
    public abstract double Value(ComplexMatrix covariance, BeampatternObjective objective, double power);

    /// <summary>How far it is from its own constraints, relatively; default 0, it has none.</summary>
    public virtual double Violation(ComplexMatrix covariance, BeampatternObjective objective) => 0;

    /// <summary>What array it is for, where it is not for this one; null: it is.</summary>
    public virtual string? Mismatch(AntennaArray array) => null;

    /// <summary>Whether larger values are better; default no.</summary>
    public virtual bool IsMaximised() => false;
}
