using System.Globalization;

namespace IsacCluster.Search.Space;

/// <summary>What a value is.</summary>
public enum ParameterKind
{
    Real = 0,
    Whole = 1,
    Category = 2,
}

/// <summary>A value of a parameter: a real number, an integer, or a category with its index.</summary>
/// <param name="Number">The float, the integer, or the index of the category.</param>
/// <param name="Text">The category; null for a number.</param>
public readonly record struct ParameterValue(ParameterKind Kind, double Number, string? Text)
{
    /// <summary>The integer, or the index of the category.</summary>
    public long Whole => (long)Number;

    public override string ToString() => Text ?? Number.ToString("R", CultureInfo.InvariantCulture);
}
