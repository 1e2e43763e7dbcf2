namespace IsacCluster.Specifications.Fields;

/// <summary>A checked value of a field.</summary>
/// <param name="Parameter">As reports show it: a long, a double, a bool, a list of doubles or a string; null where there is none.</param>
/// <param name="Label">In a point's id: letters, digits and . _ - only.</param>
/// <param name="Canonical">For <see cref="Json.CanonicalJson"/>.</param>
/// <param name="Apply">Sets the field.</param>
public sealed record FieldSetting<T>(object? Parameter, string Label, object? Canonical, Func<T, T> Apply);
