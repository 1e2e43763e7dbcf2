namespace IsacCluster.Isac.Channels;

/// <summary>A number that a channel model depends on, in a closed range. Its default is that of the described model.</summary>
public sealed record ChannelParameter
{
    private ChannelParameter(string name) => Name = name;

    /// <summary>In specifications and files, with its unit as a suffix where it has one: factor_db.</summary>
    public string Name { get; }

    /// <summary>In the equation.</summary>
    public required string Symbol { get; init; }

    /// <summary>Such as dB or deg; empty for a count or a ratio.</summary>
    public required string Unit { get; init; }

    /// <summary>What it is, in words.</summary>
    public required string Meaning { get; init; }

    public required double Low { get; init; }

    public required double High { get; init; }

    /// <summary>Whether only whole numbers are allowed.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>The value in a model of the described type.</summary>
    public required Func<ChannelModel, double> ValueOf { get; init; }

    /// <summary>The model with another value, which is in the range.</summary>
    public required Func<ChannelModel, double, ChannelModel> With { get; init; }

    /// <summary>A real number in [low, high].</summary>
    public static ChannelParameter Real<TModel>(
        string name, string symbol, string unit, double low, double high, string meaning,
        Func<TModel, double> valueOf, Func<TModel, double, TModel> with)
        where TModel : ChannelModel => new(name)
        {
            Symbol = symbol,
            Unit = unit,
            Meaning = meaning,
            Low = low,
            High = high,
            IsWhole = false,
            ValueOf = model => valueOf((TModel)model),
            With = (model, value) => with((TModel)model, value),
        };

    /// <summary>A whole number in [low, high].</summary>
    public static ChannelParameter Whole<TModel>(
        string name, string symbol, int low, int high, string meaning, Func<TModel, int> valueOf, Func<TModel, int, TModel> with)
        where TModel : ChannelModel => new(name)
        {
            Symbol = symbol,
            Unit = "",
            Meaning = meaning,
            Low = low,
            High = high,
            IsWhole = true,
            ValueOf = model => valueOf((TModel)model),
            With = (model, value) => with((TModel)model, (int)value),
        };
}
