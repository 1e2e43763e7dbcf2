using System.Numerics;
using System.Text.Json.Nodes;

namespace IsacCluster.Cli.Tests.Jobs;

/// <summary>
/// Agreement of solutions with reference values as the reference defines it, computed from the files alone: nothing of the
/// project is called, so this is a second opinion on SINR, trace and units.
/// </summary>
internal static class ReferenceCase
{
    private const double Tolerance = 1e-6;

    public static void AssertAgrees(JsonNode reference, JsonNode solution)
    {
        string id = reference["id"]!.GetValue<string>();
        Assert.Equal(id, solution["id"]!.GetValue<string>());
        bool feasible = reference["feasible"]!.GetValue<bool>();
        if (Number(reference, "min_power") is { } power)
            Assert.Equal(power, Number(solution["min_power"]!, "power")!.Value, Tolerance * power);
        foreach (string problem in new[] { "sdr", "zf", "projection" })
        {
            JsonNode? solved = solution[problem];
            if (!feasible)
            {
                Assert.Equal("infeasible", Status(solved!));
                Assert.NotNull(solved!["certificate"]);
                continue;
            }

            (string field, string value) = problem == "projection" ? ("projection_dist2", "dist2") : ($"{problem}_mse", "mse");
            if (Number(reference, field) is not { } expected) continue;
            Assert.True(Status(solved!) == "optimal", $"{id} {problem}: {Status(solved!)}");
            double scale = problem == "projection"
                ? Math.Max(1, expected)
                : Math.Max(Math.Pow(Number(reference, "power")!.Value, 2), expected);
            double actual = Number(solved!, value)!.Value;
            Assert.True(Math.Abs(actual - expected) <= Tolerance * scale, $"{id} {problem}: {actual} instead of {expected}");
            AssertMeetsConstraints(reference, solved!, $"{id} {problem}");
        }
    }

    private static void AssertMeetsConstraints(JsonNode reference, JsonNode solved, string name)
    {
        Complex[][] h = Matrix(reference["channel_real_imag"]!), c = Matrix(solved["c_real_imag"]!), s = Matrix(solved["s_real_imag"]!);
        double power = Number(reference, "power")!.Value, threshold = Math.Pow(10, Number(reference, "sinr_db")!.Value / 10);
        double trace = c.Concat(s).SelectMany(row => row).Sum(entry => entry.Magnitude * entry.Magnitude);
        Assert.True(Math.Abs(trace - power) <= Tolerance * power, $"{name}: trace {trace} instead of {power}");
        for (int l = 0; l < h.Length; l++)
        {
            double signal = Received(h[l], c, l);
            double all = Enumerable.Range(0, c[0].Length).Sum(j => Received(h[l], c, j))
                + Enumerable.Range(0, s[0].Length).Sum(j => Received(h[l], s, j));
            double sinr = signal / (all - signal + Number(reference, "noise")!.Value);
            Assert.True(sinr >= threshold * (1 - Tolerance), $"{name}: SINR {sinr} of user {l} is below {threshold}");
        }
    }

    private static double Received(Complex[] h, Complex[][] beams, int column)
    {
        Complex sum = Complex.Zero;
        for (int m = 0; m < h.Length; m++) sum += Complex.Conjugate(h[m]) * beams[m][column];
        return sum.Magnitude * sum.Magnitude;
    }

    private static Complex[][] Matrix(JsonNode parts) =>
        [.. parts[0]!.AsArray().Zip(parts[1]!.AsArray(), (re, im) => re!.AsArray()
            .Zip(im!.AsArray(), (x, y) => new Complex(x!.GetValue<double>(), y!.GetValue<double>())).ToArray())];

    private static string Status(JsonNode solved) => solved["status"]!.GetValue<string>();

    private static double? Number(JsonNode node, string field) => node[field]?.GetValue<double>();
}
