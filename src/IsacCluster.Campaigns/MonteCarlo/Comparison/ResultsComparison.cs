using System.Text.Json;
using System.Text.Json.Serialization;

namespace IsacCluster.Campaigns.MonteCarlo.Comparison;

/// <summary>What two results have in common and where they differ, schema isac-comparison-v1. Property order is file order.</summary>
public sealed record ResultsComparison
{
    public string Schema { get; init; } = "isac-comparison-v1";
    public required ComparedSide A { get; init; }
    public required ComparedSide B { get; init; }
    /// <summary>Whether both have the same digest: the same statistics to the bit.</summary>
    public required bool Identical { get; init; }
    /// <summary>Of the specification and scenario; the name alone is none.</summary>
    public required IReadOnlyList<FieldDifference> Differences { get; init; }
    public required IReadOnlyList<ComparedPoint> Points { get; init; }
    /// <summary>Points, and algorithms of common points, that only one side has: "sinr_db=10", "zf-pinv at sinr_db=8".</summary>
    public required IReadOnlyList<string> OnlyInA { get; init; }
    public required IReadOnlyList<string> OnlyInB { get; init; }
    /// <summary>Quantities with an interval of their difference, and those whose interval does not contain 0.</summary>
    public required int Compared { get; init; }
    public required int Changed { get; init; }
}

/// <summary>One of the two.</summary>
/// <param name="Source">As the user named it.</param>
public sealed record ComparedSide(string Source, string Name, string Digest, bool Complete);

/// <summary>A field that differs; null where a side does not have it.</summary>
public sealed record FieldDifference(string Field, string? A, string? B);

/// <summary>A point that both have.</summary>
/// <param name="Paired">Whether the difference is taken sample by sample, on common channels.</param>
/// <param name="Unpaired">Why it is not; null where it is.</param>
public sealed record ComparedPoint(
    string Id, IReadOnlyDictionary<string, object> Params, bool Paired, string? Unpaired, IReadOnlyList<ComparedAlgorithm> Algorithms);

public sealed record ComparedAlgorithm(string Name, IReadOnlyList<ComparedQuantity> Quantities);

/// <summary>Whether B is another value than A, as far as the interval tells.</summary>
[JsonConverter(typeof(VerdictConverter))]
public enum Verdict
{
    /// <summary>The interval contains 0.</summary>
    NoDifferenceSeen,

    Higher,

    Lower,

    /// <summary>The same, to the digits that are computed, on every common sample.</summary>
    Equal,

    /// <summary>There is no interval to judge by.</summary>
    Unknown,
}

/// <summary>"no-difference-seen".</summary>
internal sealed class VerdictConverter() : JsonStringEnumConverter<Verdict>(JsonNamingPolicy.KebabCaseLower);

/// <summary>One number of an algorithm at a point.</summary>
/// <param name="Name">mse, satisfaction, projection_usage, time_s or the name of a metric.</param>
/// <param name="N">Samples of A and B that enter; pairs where they are paired.</param>
/// <param name="Difference">B - A; of paired samples over the pairs.</param>
/// <param name="Ci95">Of the difference.</param>
/// <param name="Ratio">B / A; null where A is 0.</param>
/// <param name="Note">Words where the interval is not to be trusted or there is none.</param>
public sealed record ComparedQuantity(
    string Name, string Unit, double? A, double? B, long[] N, double? Difference,
    [property: JsonPropertyName("ci95")] double[]? Ci95, double? Ratio, Verdict Verdict, string? Note);
