using System.Numerics;
using System.Text.Json;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Sensing;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Tests.Criteria;

/// <summary>TestData/reference-criteria.json, which peers/criteria_peer.py wrote.</summary>
internal static class CriterionCases
{
    /// <summary>By name; a value is the peer's, null where it found no design.</summary>
    public static IReadOnlyDictionary<string, (IsacInstance Instance, double? Value)> All { get; } = Read();

    private static Dictionary<string, (IsacInstance, double?)> Read()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "TestData", "reference-criteria.json");
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return document.RootElement.GetProperty("cases").EnumerateArray().ToDictionary(item => item.GetProperty("id").GetString()!, Parse);
    }

    private static (IsacInstance, double?) Parse(JsonElement item)
    {
        int antennas = item.GetProperty("antennas").GetInt32();
        double power = item.GetProperty("power").GetDouble();
        var objective = new BeampatternObjective(
            antennas, [.. item.GetProperty("targets_deg").EnumerateArray().Select(angle => angle.GetDouble())],
            item.GetProperty("beamwidth_deg").GetDouble(), item.GetProperty("grid_points").GetInt32());
        JsonElement channel = item.GetProperty("channel_real_imag");
        var matrix = new ComplexMatrix(channel[0].GetArrayLength(), antennas);
        for (int l = 0; l < matrix.Rows; l++)
        {
            for (int m = 0; m < antennas; m++) matrix[l, m] = new Complex(channel[0][l][m].GetDouble(), channel[1][l][m].GetDouble());
        }

        double[]? powers = item.TryGetProperty("antenna_power", out JsonElement list)
            ? [.. list.EnumerateArray().Select(x => x.GetDouble())]
            : item.TryGetProperty("power_constraint", out _) ? [.. Enumerable.Repeat(power / antennas, antennas)] : null;
        JsonProperty criterion = item.GetProperty("objective").EnumerateObject().Single();
        CriterionDescription described = SensingCriteria.Named(criterion.Name);
        var instance = IsacInstance.Of(
            objective, matrix, power, powers, [item.GetProperty("noise").GetDouble()],
            [Decibel.ToLinear(item.GetProperty("sinr_db").GetDouble())]) with
        {
            Criterion = criterion.Value.EnumerateObject().Aggregate(
                described.Default,
                (read, field) => described.Parameters.Single(known => known.Name == field.Name).With(read, field.Value.GetDouble())),
        };
        JsonElement value = item.GetProperty("value");
        return (instance, value.ValueKind == JsonValueKind.Null ? null : value.GetDouble());
    }
}
