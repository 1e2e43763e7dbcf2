using System.Text.Json;
using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Campaigns.Solving.Cases;
using IsacCluster.Jobs;

namespace IsacCluster.Benchmarks.Peer;

/// <summary>A feasible case, which both solvers solve.</summary>
/// <param name="MinimumPower">
/// The known answer of the minimum-power problem, for which there is no peer; NaN where the file has none.
/// </param>
internal sealed record PeerCase(SolveCase Case, double MinimumPower)
{
    /// <summary>The first <paramref name="limit"/> cases that the file says are feasible, in its order, as the peer takes them.</summary>
    /// <exception cref="UsageException">The file is not JSON, or a case does not say whether it is feasible.</exception>
    /// <exception cref="SpecificationException">The file is not a case file.</exception>
    public static IReadOnlyList<PeerCase> Read(string path, int limit)
    {
        IEnumerable<SolveCase> cases = CaseFile.Open(path).Read();
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement[] items = [.. document.RootElement.GetProperty("cases").EnumerateArray()];
            return [.. cases.Zip(items)
                .Where(pair => pair.Second.GetProperty("feasible").GetBoolean())
                .Select(pair => new PeerCase(pair.First, KnownPower(pair.Second)))
                .Take(limit)];
        }
        catch (Exception cause) when (cause is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UsageException($"{path}: field 'feasible' must be true or false in every case, in plain JSON: {cause.Message}");
        }
    }

    private static double KnownPower(JsonElement item) =>
        item.TryGetProperty("min_power", out JsonElement power) && power.ValueKind == JsonValueKind.Number ? power.GetDouble() : double.NaN;
}
