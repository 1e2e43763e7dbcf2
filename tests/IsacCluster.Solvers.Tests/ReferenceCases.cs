using System.Numerics;
using System.Text.Json;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Tests;

/// <summary>One case of TestData/reference-open.json (schema isac-reference-v1): an instance and what CVXOPT found.</summary>
public sealed record ReferenceCase(
    string Id, IsacInstance Instance, double? MinimumPower, bool Feasible, double? SdrMse, double? ZfMse)
{
    public override string ToString() => Id;
}

/// <summary>The reference cases, read once.</summary>
public static class ReferenceCases
{
    public static IReadOnlyList<ReferenceCase> All { get; } = Read();

    public static TheoryData<string> Ids => [.. All.Select(reference => reference.Id)];

    public static ReferenceCase Of(string id) => All.Single(reference => reference.Id == id);

    private static List<ReferenceCase> Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData",
            "reference-open.json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(Parse)];
    }

    private static ReferenceCase Parse(JsonElement element)
    {
        double[] targets = [.. element.GetProperty("targets_deg").EnumerateArray().Select(value => value.GetDouble())];
        var objective = new BeampatternObjective(
            element.GetProperty("antennas").GetInt32(), targets, element.GetProperty("beamwidth_deg").GetDouble(),
            element.GetProperty("grid_points").GetInt32());
        var instance = new IsacInstance(
            objective, Matrix(element.GetProperty("channel_real_imag")), element.GetProperty("power").GetDouble(),
            element.GetProperty("noise").GetDouble(), Decibel.ToLinear(element.GetProperty("sinr_db").GetDouble()));
        return new ReferenceCase(
            element.GetProperty("id").GetString()!, instance, Optional(element, "min_power"),
            element.GetProperty("feasible").GetBoolean(), Optional(element, "sdr_mse"), Optional(element, "zf_mse"));
    }

    private static ComplexMatrix Matrix(JsonElement pair)
    {
        JsonElement re = pair[0], im = pair[1];
        var matrix = new ComplexMatrix(re.GetArrayLength(), re[0].GetArrayLength());
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = 0; j < matrix.Columns; j++) matrix[i, j] = new Complex(re[i][j].GetDouble(), im[i][j].GetDouble());
        }

        return matrix;
    }

    private static double? Optional(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
