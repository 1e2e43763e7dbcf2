namespace IsacCluster.Reporting.Figures;

/// <summary>A value of a figure, with the ends of its interval where it has one, and a name where its place does not tell it.</summary>
public readonly record struct FigureValue(double X, double Y, double? Low = null, double? High = null, string? Name = null);

/// <summary>The values of one series, as the script of a page shows and draws them.</summary>
public sealed record FigureSeries(AlgorithmStyle Style, IReadOnlyList<FigureValue> Values)
{
    /// <summary>By how much it is drawn aside, in places of the axis across.</summary>
    public double Shift { get; init; }

    public bool Line { get; init; } = true;

    public bool Marker { get; init; } = true;

    /// <summary>Whether intervals lie along the axis across: in figures with a row for each algorithm.</summary>
    public bool IsAcross { get; init; }
}

/// <summary>An axis with its title and the unit in which its values read: % and s have words of their own.</summary>
public sealed record LabelledAxis(FigureAxis Axis, string Label, string Unit = "");
