using System.Security.Cryptography;
using System.Text;
using IsacCluster.Specifications.Json;

namespace IsacCluster.Specifications;

/// <summary>
/// A checked specification of a job: every value is in its range and every point of a sweep is a valid scenario. Made by the
/// reader of its kind. Immutable. Two specifications mean the same job when their <see cref="IdentityText"/>
/// is equal (the generated equality compares lists by reference).
/// </summary>
public abstract record JobSpecification
{
    private const int IdHexDigits = 12;

    protected JobSpecification() { }

    /// <summary>campaign, dataset, solve, training or study.</summary>
    public abstract string Kind { get; }

    /// <summary>The file as it was named by the user; relative paths inside it are relative to its folder.</summary>
    public required string SourcePath { get; init; }

    /// <summary>Letters, digits and . _ - (at most 64, beginning with a letter or digit).</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Canonical JSON of everything that changes what a task of this job computes or writes, with defaults filled in. Comments,
    /// key order, block or flow style and the spelling of numbers leave it unchanged, as do the fields that only decide
    /// how much of the job is computed (samples, stop) or how (shard_size of a campaign, rows).
    /// </summary>
    public string IdentityText => CanonicalJson.Write(Identity());

    /// <summary>SHA-256, 64 lower-case hexadecimal digits, of the canonical JSON of all fields.</summary>
    public string SpecSha256
    {
        get
        {
            SortedDictionary<string, object?> all = Identity();
            foreach ((string name, object? value) in Extent()) all.Add(name, value);
            return Sha256(CanonicalJson.Write(all));
        }
    }

    /// <summary>Name and the first 12 hexadecimal digits of the SHA-256 of <see cref="IdentityText"/>: table3-1f2e3d4c5b6a.</summary>
    public string JobId => $"{Name}-{Sha256(IdentityText)[..IdHexDigits]}";

    /// <summary>Kind-specific fields of the identity.</summary>
    protected abstract IEnumerable<KeyValuePair<string, object?>> IdentityFields();

    /// <summary>The fields outside the identity.</summary>
    protected abstract IEnumerable<KeyValuePair<string, object?>> Extent();

    private SortedDictionary<string, object?> Identity()
    {
        var identity = new SortedDictionary<string, object?>(StringComparer.Ordinal) { ["kind"] = Kind, ["name"] = Name };
        foreach ((string name, object? value) in IdentityFields()) identity.Add(name, value);
        return identity;
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
