using System.Numerics;
using System.Text.Json;
using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.Projection;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Tests;

/// <summary>
/// The SDR, zero forcing, the projection and the minimum power with antenna powers, cross-correlation and limits of each user: the 30
/// cases of TestData/reference-variants.json, and relations that hold between the problems.
/// </summary>
public sealed class VariantAgreementTests
{
    private static readonly Dictionary<string, (IsacInstance Instance, double? Value)> Cases = Read();

    public static TheoryData<string> Ids => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Sdr_agrees(string id)
    {
        (IsacInstance instance, double? expected) = Cases[id];
        foreach (bool presolve in new[] { true, false })
        {
            SolveResult result = Baseline.Create("sdr", new SolverOptions { Presolve = presolve }).Solve(instance);
            if (expected is not double value)
            {
                Assert.Equal(SolveStatus.Infeasible, result.Status);
                Assert.True(CertificateCheck.Verify(result.Certificate!, instance));
                continue;
            }

            Assert.Equal(SolveStatus.Optimal, result.Status);
            Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
            Assert.Equal(instance.Objective.Value(result.Design!.Covariance()), result.Objective, 1e-12);
            Assert.InRange(Math.Abs(result.Objective - value), 0, 1e-6 * Math.Max(1, value));
        }
    }

    /// <summary>radar at most sdr at most zf at most zf-pinv, and the least power decides which of them exist.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Restrictions_only_raise_the_value(string id)
    {
        IsacInstance instance = Cases[id].Instance;
        MinimumPowerResult least = MinimumPower.Solve(instance);
        double before = Baseline.Create("radar").Solve(instance).Objective;
        foreach (string solver in new[] { "sdr", "zf", "zf-pinv" })
        {
            SolveResult result = Baseline.Create(solver).Solve(instance);
            if (result.Status == SolveStatus.Infeasible)
            {
                Assert.True(CertificateCheck.Verify(result.Certificate!, instance));
                Assert.True(solver != "sdr" || !least.IsFeasible);
                break;
            }

            Assert.Equal(SolveStatus.Optimal, result.Status);
            Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
            Assert.True(result.Objective >= before - 1e-8 * Math.Max(1, before), $"{solver}: {result.Objective} is below {before}.");
            before = result.Objective;
        }
    }

    /// <summary>With the power 0.1 % below the least there is a certificate, 0.1 % above a design.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void The_least_power_is_where_designs_begin(string id)
    {
        IsacInstance instance = Cases[id].Instance;
        MinimumPowerResult least = MinimumPower.Solve(instance);
        Assert.Equal(SolveStatus.Optimal, least.Status);
        IsacInstance below = At(instance, 0.999 * least.Power), above = At(instance, 1.001 * least.Power);
        SolveResult none = Baseline.Create("sdr").Solve(below), some = Baseline.Create("sdr").Solve(above);
        Assert.Equal(SolveStatus.Infeasible, none.Status);
        Assert.True(CertificateCheck.Verify(none.Certificate!, below));
        Assert.Equal(SolveStatus.Optimal, some.Status);
        Designs.AssertMeetsPowerAndSinr(some.Design!, above);
    }

    /// <summary>
    /// The projection of a random design: feasible, with a dual bound, no farther than the SDR's design with its beams, and itself where it
    /// is projected again.
    /// </summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void The_projection_is_the_nearest_feasible_design(string id)
    {
        IsacInstance instance = Cases[id].Instance;
        Design raw = Raw(instance);
        var solver = new ProjectionSolver(item => MinimumPower.Solve(item).Certificate);
        ProjectionSolution solution = solver.Project(instance, raw);
        SolveResult sdr = Baseline.Create("sdr").Solve(instance);
        if (sdr.Design is not { } other)
        {
            Assert.Equal(SolveStatus.Infeasible, solution.Result.Status);
            Assert.True(CertificateCheck.Verify(solution.Result.Certificate!, instance));
            return;
        }

        Assert.Equal(SolveStatus.Optimal, solution.Result.Status);
        Designs.AssertMeetsPowerAndSinr(solution.Result.Design!, instance);
        Assert.InRange(solution.Result.RelativeGap, -1e-6, 1e-6);
        double distance = Squared(solution.Covariance!, raw.Covariance());
        for (int l = 0; l < instance.Users; l++) distance += Squared(solution.BeamCovariances![l], Beam(raw, l));
        Assert.Equal(distance, solution.Result.Objective, 1e-9 * Math.Max(1, distance));
        double farther = Squared(other.Covariance(), raw.Covariance());
        for (int l = 0; l < instance.Users; l++) farther += Squared(Beam(other, l), Beam(raw, l));
        Assert.True(distance <= farther * (1 + 1e-6));
        Assert.InRange(solver.Solve(instance, solution.Result.Design!).Objective, 0, 1e-9);
    }

    private static Design Raw(IsacInstance instance)
    {
        var stream = new RandomStream(12, StreamPurpose.Training, (ulong)instance.Antennas);
        ComplexMatrix c = new(instance.Antennas, instance.Users), s = new(instance.Antennas, instance.Antennas);
        foreach (ref Complex entry in c.Data.AsSpan()) entry = stream.NextComplexGaussian();
        foreach (ref Complex entry in s.Data.AsSpan()) entry = 0.3 * stream.NextComplexGaussian();
        var design = new Design(c, s);
        double scale = Math.Sqrt(instance.Power / design.Power());
        foreach (ref Complex entry in c.Data.AsSpan()) entry *= scale;
        foreach (ref Complex entry in s.Data.AsSpan()) entry *= scale;
        return design;
    }

    private static ComplexMatrix Beam(Design design, int user)
    {
        var column = new ComplexMatrix(design.C.Rows, 1);
        for (int m = 0; m < column.Rows; m++) column[m, 0] = design.C[m, user];
        return column.Gram();
    }

    private static double Squared(ComplexMatrix a, ComplexMatrix b) =>
        a.Data.Zip(b.Data, static (x, y) => Math.Pow((x - y).Magnitude, 2)).Sum();

    /// <summary>Equal limits given as lists are the plain problem.</summary>
    [Fact]
    public void Lists_of_equal_limits_are_the_plain_problem()
    {
        IsacInstance plain = Cases.Values.First(item => item.Instance.Users > 1).Instance;
        IsacInstance listed = IsacInstance.Of(
            new BeampatternObjective(plain.Antennas, [-10, 40], 10, 90), plain.Channel, 1, null,
            [.. Enumerable.Repeat(0.1, plain.Users)], [.. Enumerable.Repeat(2.0, plain.Users)]);
        Assert.True(listed.IsPlain);
        Assert.Equal((0.1, 2.0), (listed.Noise, listed.SinrThreshold));
    }

    private static IsacInstance At(IsacInstance instance, double power) => instance with
    {
        Power = power,
        AntennaPowers = instance.AntennaPowers is null ? null : [.. instance.AntennaShares()!.Select(share => share * power)],
    };

    private static Dictionary<string, (IsacInstance, double?)> Read()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "TestData", "reference-variants.json");
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return document.RootElement.GetProperty("cases").EnumerateArray().ToDictionary(item => item.GetProperty("id").GetString()!, Parse);
    }

    private static (IsacInstance Instance, double? Value) Parse(JsonElement item)
    {
        int antennas = item.GetProperty("antennas").GetInt32();
        double power = item.GetProperty("power").GetDouble();
        var objective = new BeampatternObjective(
            antennas, Numbers(item, "targets_deg"), item.GetProperty("beamwidth_deg").GetDouble(),
            item.GetProperty("grid_points").GetInt32(), item.GetProperty("cross_correlation_weight").GetDouble());
        JsonElement channel = item.GetProperty("channel_real_imag");
        int users = channel[0].GetArrayLength();
        var matrix = new ComplexMatrix(users, antennas);
        for (int l = 0; l < users; l++)
        {
            for (int m = 0; m < antennas; m++) matrix[l, m] = new Complex(channel[0][l][m].GetDouble(), channel[1][l][m].GetDouble());
        }

        double[]? antennaPowers = item.GetProperty("power_constraint").GetString() == "per-antenna"
            ? [.. Enumerable.Repeat(power / antennas, antennas)] : null;
        var instance = IsacInstance.Of(
            objective, matrix, power, antennaPowers, Numbers(item, "noise"), [.. Numbers(item, "sinr_db").Select(Decibel.ToLinear)]);
        return (instance, item.GetProperty("feasible").GetBoolean() ? item.GetProperty("value").GetDouble() : null);
    }

    private static double[] Numbers(JsonElement item, string field)
    {
        JsonElement value = item.GetProperty(field);
        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(x => x.GetDouble())] : [value.GetDouble()];
    }
}
