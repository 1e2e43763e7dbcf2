using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Fields;

/// <summary>
/// What is said once of a field of a specification. One with no more than this is read by the reader of its mapping: it holds further
/// fields, names a file, or stands for another.
/// </summary>
/// <param name="Name">In specifications, with its unit as a suffix where it has one: sinr_db.</param>
/// <param name="Allowed">Type and range in words: whole, 2 to 256.</param>
public record FieldDeclaration(string Name, string Allowed)
{
    /// <summary>In equations: Γ₀. Empty: none.</summary>
    public string Symbol { get; init; } = "";

    /// <summary>Such as dB, deg or W; empty for counts and ratios.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What it is, in words; empty where the name says it.</summary>
    public string Meaning { get; init; } = "";

    /// <summary>In words, where it is no value of the field: required, the preset's. Null: that of the preset.</summary>
    public string? Default { get; init; }

    /// <summary>The fields of the mapping that this one is; empty: it is none.</summary>
    public IReadOnlyList<FieldDeclaration> Parts { get; init; } = [];

    /// <summary>Whether a parameter of a study may set it.</summary>
    public bool IsStudyParameter { get; init; }
}

/// <summary>A field that sets a value of a <typeparamref name="T"/>.</summary>
/// <typeparam name="T">What the mapping describes: immutable.</typeparam>
public record FieldDeclaration<T> : FieldDeclaration
{
    protected FieldDeclaration(string name, string allowed) : base(name, allowed) { }

    /// <summary>Reads and checks a value.</summary>
    public required Func<Field, FieldSetting<T>> Read { get; init; }

    /// <summary>The value for identities, as <see cref="Json.CanonicalJson"/> takes it.</summary>
    public required Func<T, object?> Canonical { get; init; }

    /// <summary>Whether it changes what a job computes; other fields only say how.</summary>
    public bool IsIdentity { get; init; } = true;

    /// <summary>Whether it means something there; identities are without what does not.</summary>
    public Func<T, bool> Applies { get; init; } = _ => true;

    /// <param name="name">In specifications.</param>
    /// <param name="kind">The values.</param>
    /// <param name="get">The value in a <typeparamref name="T"/>.</param>
    /// <param name="with">The same with another value.</param>
    public static FieldDeclaration<T> Of<TValue>(string name, ValueKind<TValue> kind, Func<T, TValue> get, Func<T, TValue, T> with) =>
        new(name, kind.Allowed) { Read = field => kind.Setting(field, with), Canonical = value => kind.Canonical(get(value)) };
}
