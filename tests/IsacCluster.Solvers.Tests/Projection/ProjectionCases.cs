using System.Numerics;
using System.Text.Json;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Tests.Projection;

/// <summary>The reference cases of the projection problem and random ones.</summary>
internal static class ProjectionCases
{
    public sealed record ReferenceCase(string Id, IsacInstance Instance, Design? Raw, double SquaredDistance, bool Feasible);

    public static IReadOnlyList<ReferenceCase> Reference { get; } = Read();

    /// <summary>A random instance of the scenario with a raw design of complex Gaussian entries and the given power over P0.</summary>
    public static (IsacInstance Instance, Design Raw) Random(Scenario scenario, long index, double rawPowerRatio = 1)
    {
        IsacInstance instance = new SampleGenerator(scenario, seed: 29).Generate(index).Instance;
        var stream = new RandomStream(seed: 30, StreamPurpose.Paths, (ulong)index);
        ComplexMatrix c = Gaussian(scenario.Antennas, scenario.Users, ref stream);
        ComplexMatrix s = Gaussian(scenario.Antennas, scenario.Antennas, ref stream);
        double amplitude = Math.Sqrt(rawPowerRatio * scenario.Power / new Design(c, s).Power());
        return (instance, new Design(Scale(c, amplitude), Scale(s, amplitude)));
    }

    public static ComplexMatrix Gaussian(int rows, int columns, ref RandomStream stream)
    {
        var matrix = new ComplexMatrix(rows, columns);
        for (int k = 0; k < matrix.Data.Length; k++) matrix.Data[k] = stream.NextComplexGaussian();
        return matrix;
    }

    public static ComplexMatrix Scale(ComplexMatrix a, Complex factor)
    {
        ComplexMatrix result = a.Clone();
        for (int k = 0; k < result.Data.Length; k++) result.Data[k] *= factor;
        return result;
    }

    public static ComplexMatrix Subtract(ComplexMatrix a, ComplexMatrix b) => a + Scale(b, -1);

    public static ComplexMatrix Column(ComplexMatrix a, int column)
    {
        var result = new ComplexMatrix(a.Rows, 1);
        for (int m = 0; m < a.Rows; m++) result[m, 0] = a[m, column];
        return result;
    }

    /// <summary>A^H.</summary>
    public static ComplexMatrix Adjoint(ComplexMatrix a)
    {
        var result = new ComplexMatrix(a.Columns, a.Rows);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++) result[j, i] = Complex.Conjugate(a[i, j]);
        }

        return result;
    }

    /// <summary>Re Tr(A^H B).</summary>
    public static double Inner(ComplexMatrix a, ComplexMatrix b)
    {
        double sum = 0;
        for (int k = 0; k < a.Data.Length; k++) sum += (Complex.Conjugate(a.Data[k]) * b.Data[k]).Real;
        return sum;
    }

    private static ReferenceCase[] Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", "open.json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(ReadCase)];
    }

    private static ReferenceCase ReadCase(JsonElement json)
    {
        int antennas = json.GetProperty("antennas").GetInt32();
        var objective = new BeampatternObjective(
            antennas,
            [.. json.GetProperty("targets_deg").EnumerateArray().Select(angle => angle.GetDouble())],
            json.GetProperty("beamwidth_deg").GetDouble(),
            json.GetProperty("grid_points").GetInt32());
        var instance = new IsacInstance(
            objective,
            ReadMatrix(json.GetProperty("channel_real_imag")),
            json.GetProperty("power").GetDouble(),
            json.GetProperty("noise").GetDouble(),
            Decibel.ToLinear(json.GetProperty("sinr_db").GetDouble()));
        bool hasRaw = json.TryGetProperty("raw_c_real_imag", out JsonElement c) && c.ValueKind == JsonValueKind.Array;
        Design? raw = hasRaw ? new Design(ReadMatrix(c), ReadMatrix(json.GetProperty("raw_s_real_imag"))) : null;
        double distance = json.TryGetProperty("projection_dist2", out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : double.NaN;
        return new ReferenceCase(
            json.GetProperty("id").GetString()!, instance, raw, distance, json.GetProperty("feasible").GetBoolean());
    }

    private static ComplexMatrix ReadMatrix(JsonElement realImaginary)
    {
        JsonElement re = realImaginary[0], im = realImaginary[1];
        var matrix = new ComplexMatrix(re.GetArrayLength(), re[0].GetArrayLength());
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = 0; j < matrix.Columns; j++) matrix[i, j] = new Complex(re[i][j].GetDouble(), im[i][j].GetDouble());
        }

        return matrix;
    }
}
