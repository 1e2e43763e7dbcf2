namespace IsacCluster.Search.Components;

/// <summary>An option of a sampler or a pruner: a number above <see cref="Low"/> up to <see cref="High"/>.</summary>
/// <param name="Name">In specifications.</param>
/// <param name="Default">Where it is not given.</param>
/// <param name="Low">Least value; excluded unless whole.</param>
/// <param name="High">Largest value.</param>
/// <param name="IsWhole">Whether it is a whole number.</param>
/// <param name="HighIncluded">Whether the largest value itself is allowed; always where whole.</param>
public sealed record ComponentOption(string Name, double Default, double Low, double High, bool IsWhole, bool HighIncluded)
{
    /// <summary>Largest value of a whole option that says no other.</summary>
    public const int MostWhole = 1_000_000;

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static ComponentOption Whole(string name, int least, int preset, int most = MostWhole) =>
        new(name, preset, least, most, true, true);

    /// <summary>true or false: 1 or 0.</summary>
    public static ComponentOption Flag(string name, bool preset) => new(name, preset ? 1 : 0, 0, 1, true, true) { IsFlag = true };

    /// <summary>Whether it is written as true or false.</summary>
    public bool IsFlag { get; private init; }

    /// <summary>A number in (0, 1).</summary>
    public static ComponentOption Share(string name, double preset) => new(name, preset, 0, 1, false, false);

    /// <summary>A number in (0, 1].</summary>
    public static ComponentOption Fraction(string name, double preset) => new(name, preset, 0, 1, false, true);

    /// <summary>A number above 0.</summary>
    public static ComponentOption Positive(string name, double preset) => new(name, preset, 0, double.PositiveInfinity, false, false);
}

/// <summary>The values of a component's options.</summary>
/// <param name="options">All that it has.</param>
/// <param name="given">Those that a study gives, in their ranges.</param>
/// <param name="steps">Steps of a full evaluation of the study's objective; null where it does not tell.</param>
public sealed class OptionValues(IReadOnlyList<ComponentOption> options, IReadOnlyDictionary<string, double> given, long? steps = null)
{
    /// <summary>Steps of a full evaluation of the study's objective; null where it does not tell.</summary>
    public long? Steps => steps;

    /// <summary>Whether the study gives it.</summary>
    public bool IsGiven(string name) => given.ContainsKey(name);

    /// <summary>The value given, else the default.</summary>
    public double Real(string name) =>
        given.TryGetValue(name, out double value) ? value : options.First(option => option.Name == name).Default;

    /// <summary>The value of a flag.</summary>
    public bool Is(string name) => Real(name) != 0;

    /// <summary>The same of a whole option.</summary>
    public int Whole(string name) => (int)Real(name);
}

/// <summary>A sampler or a pruner of a catalogue.</summary>
/// <param name="Name">In specifications.</param>
/// <param name="Options">Empty: it is its name alone.</param>
/// <param name="Create">Makes a fresh one, whose memo belongs to one study.</param>
/// <exception cref="Space.SearchSpaceException">From <paramref name="Create"/>: options that do not go together.</exception>
public sealed record ComponentEntry<T>(string Name, IReadOnlyList<ComponentOption> Options, Func<OptionValues, T> Create)
{
    /// <summary>One without options.</summary>
    public ComponentEntry(string name, Func<T> create) : this(name, [], _ => create()) { }

    /// <summary>A fresh one with the defaults of its options.</summary>
    public T CreateDefault(long? steps = null) => Create(new OptionValues(Options, new Dictionary<string, double>(), steps));
}
