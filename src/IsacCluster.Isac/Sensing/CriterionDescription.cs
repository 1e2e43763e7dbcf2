namespace IsacCluster.Isac.Sensing;

/// <summary>What all criteria of a type have in common.</summary>
/// <param name="Name">In specifications: crb.</param>
/// <param name="Equation">What is optimised, in the terms of docs/specification.md.</param>
/// <param name="Default">With all parameters at their defaults; those that are required have some value.</param>
/// <param name="Parameters">In the order of specifications.</param>
public sealed record CriterionDescription(
    string Name, string Equation, SensingCriterion Default, IReadOnlyList<CriterionParameter> Parameters);

/// <summary>A number that a criterion depends on, in a closed range. Its default is that of the described criterion.</summary>
public sealed record CriterionParameter(string Name, string Symbol, string Unit, double Low, double High, string Meaning)
{
    /// <summary>Whether specifications have to give it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The value in a criterion of the described type.</summary>
    public required Func<SensingCriterion, double> ValueOf { get; init; }

    /// <summary>The criterion with another value, which is in the range.</summary>
    public required Func<SensingCriterion, double, SensingCriterion> With { get; init; }

    public static CriterionParameter Of<TCriterion>(
        string name, string symbol, string unit, double low, double high, string meaning, Func<TCriterion, double> valueOf,
        Func<TCriterion, double, TCriterion> with)
        where TCriterion : SensingCriterion => new(name, symbol, unit, low, high, meaning)
        {
            ValueOf = criterion => valueOf((TCriterion)criterion),
            With = (criterion, value) => with((TCriterion)criterion, value),
        };
}
