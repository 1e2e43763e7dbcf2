using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using IsacCluster.Isac.Designs;
using IsacCluster.Jobs;
using IsacCluster.Numerics;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>What replays of every kind print alike.</summary>
internal static class ReplayNumbers
{
    public const string Schema = "isac-replay-v1";

    /// <summary>SHA-256 over the bits of C and S, row by row.</summary>
    public static string Digest(Design design) => Digest(design.C.Data.Concat(design.S.Data));

    /// <summary>SHA-256 over the bits of a matrix, row by row.</summary>
    public static string Digest(ComplexMatrix matrix) => Digest((IEnumerable<Complex>)matrix.Data);

    /// <summary>Real parts, then imaginary ones, row by row.</summary>
    public static double[][][] RealImaginary(ComplexMatrix matrix) =>
    [
        [.. Enumerable.Range(0, matrix.Rows).Select(row => matrix.Row(row).ToArray().Select(entry => entry.Real).ToArray())],
        [.. Enumerable.Range(0, matrix.Rows).Select(row => matrix.Row(row).ToArray().Select(entry => entry.Imaginary).ToArray())],
    ];

    /// <summary>"none" where a user receives no signal.</summary>
    public static string Decibels(IEnumerable<double?> values) =>
        string.Join(", ", values.Select(value => value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "none"));

    /// <summary>A kind of one lane has one point.</summary>
    /// <exception cref="SpecificationException">The point is another one.</exception>
    public static void CheckPoint(string point, string name)
    {
        if (point != "0" && point != name)
            throw new SpecificationException($"--point: '{point}' is not a point of {name}; allowed: 0.");
    }

    /// <exception cref="SpecificationException">There is no such sample.</exception>
    public static void CheckSample(long sample, long samples)
    {
        if (sample < 0 || sample >= samples)
            throw new SpecificationException($"--sample: '{sample}' is not allowed; expected a whole number from 0 to {samples - 1}.");
    }

    private static string Digest(IEnumerable<Complex> entries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Complex entry in entries)
        {
            hash.AppendData(BitConverter.GetBytes(entry.Real));
            hash.AppendData(BitConverter.GetBytes(entry.Imaginary));
        }

        return $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}
