namespace IsacCluster.Isac.Catalogues;

/// <summary>A number that a model of a catalogue depends on, in a closed range. Its default is that of the described model.</summary>
/// <typeparam name="TModel">What the models of the catalogue have in common.</typeparam>
public sealed record ModelParameter<TModel>
{
    internal ModelParameter(string name) => Name = name;

    /// <summary>In specifications and files, with its unit as a suffix where it has one: factor_db.</summary>
    public string Name { get; }

    /// <summary>In the equation; empty where there is none.</summary>
    public string Symbol { get; init; } = "";

    /// <summary>Such as dB or deg; empty for a count or a ratio.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What it is, in words.</summary>
    public required string Meaning { get; init; }

    public required double Low { get; init; }

    public required double High { get; init; }

    /// <summary>Whether only whole numbers are allowed.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>Whether it must be given; else the described model's value stands.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The value in a model of the described type.</summary>
    public required Func<TModel, double> ValueOf { get; init; }

    /// <summary>The model with another value, which is in the range.</summary>
    public required Func<TModel, double, TModel> With { get; init; }
}
