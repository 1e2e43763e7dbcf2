namespace IsacCluster.Isac.Arrays;

/// <summary>A number that a geometry depends on, in a closed range. Its default is that of the described geometry.</summary>
public sealed record ArrayParameter
{
    private ArrayParameter(string name) => Name = name;

    /// <summary>In specifications and files.</summary>
    public string Name { get; }

    /// <summary>What it is, in words.</summary>
    public required string Meaning { get; init; }

    public required double Low { get; init; }

    public required double High { get; init; }

    /// <summary>Whether only whole numbers are allowed.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>Whether it must be given; else the described geometry's value stands.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The value in a geometry of the described type.</summary>
    public required Func<ArrayGeometry, double> ValueOf { get; init; }

    /// <summary>The geometry with another value, which is in the range.</summary>
    public required Func<ArrayGeometry, double, ArrayGeometry> With { get; init; }

    /// <summary>A real number in [low, high].</summary>
    public static ArrayParameter Real<TGeometry>(
        string name, double low, double high, string meaning, Func<TGeometry, double> valueOf, Func<TGeometry, double, TGeometry> with)
        where TGeometry : ArrayGeometry => new(name)
        {
            Meaning = meaning,
            Low = low,
            High = high,
            IsWhole = false,
            ValueOf = geometry => valueOf((TGeometry)geometry),
            With = (geometry, value) => with((TGeometry)geometry, value),
        };

    /// <summary>A whole number in [low, high].</summary>
    public static ArrayParameter Whole<TGeometry>(
        string name, int low, int high, string meaning, Func<TGeometry, int> valueOf, Func<TGeometry, int, TGeometry> with)
        where TGeometry : ArrayGeometry => new(name)
        {
            Meaning = meaning,
            Low = low,
            High = high,
            IsWhole = true,
            ValueOf = geometry => valueOf((TGeometry)geometry),
            With = (geometry, value) => with((TGeometry)geometry, (int)value),
        };
}
