using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IsacCluster.Campaigns.Solving.Cases;
using IsacCluster.Campaigns.Tests.Datasets;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Jobs;
using IsacCluster.Numerics;
using IsacCluster.Reporting.Files;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Tests.Solving.Cases;

public sealed class CaseSolverTests
{
    private static readonly IsacInstance Instance =
        new(new BeampatternObjective(3, [0], 20, 18), new ComplexMatrix(1, 3, [new(1, 2), new(0, 1), new(-1, 0)]), 2, 0.1, 0.5);

    private static readonly Design Raw = new(new ComplexMatrix(3, 1, [1, 2, new(0, 3)]), new ComplexMatrix(3, 3));

    private static readonly SolveResult Isotropic = new IsotropicSolver("isotropic").Solve(Instance);

    [Fact]
    public void Solutions_have_the_shape_of_the_contract()
    {
        Assert.Equal(SolveStatus.Optimal, Isotropic.Status);
        JsonNode item = Written([new SolveCase("a", Instance, Raw)], CaseProblems.Default)["cases"]![0]!;

        Assert.Equal(["id", "sdr", "zf", "radar", "projection", "min_power"], item.AsObject().Select(field => field.Key));
        Assert.Equal(
            ["status", "mse", "rel_gap", "primal_residual", "iterations", "time_us", "c_real_imag", "s_real_imag"],
            item["sdr"]!.AsObject().Select(field => field.Key));
        Assert.Equal("optimal", (string?)item["sdr"]!["status"]);
        Assert.Equal(Instance.Objective.Mse(Isotropic.Design!.Covariance()), (double)item["sdr"]!["mse"]!);
        Assert.Equal(6.25, (double)item["projection"]!["dist2"]!);
        Assert.Equal("optimal", (string?)item["min_power"]!["status"]);
        Assert.Equal(0.125, (double)item["min_power"]!["power"]!);
        double[][][] c = item["sdr"]!["c_real_imag"]!.AsArray()
            .Select(part => part!.AsArray().Select(row => row!.AsArray().Select(value => (double)value!).ToArray()).ToArray()).ToArray();
        Assert.Equal((2, 3, 1), (c.Length, c[0].Length, c[0][0].Length));
        Assert.Equal(Isotropic.Design.C[0, 0].Real, c[0][0][0]);
        Assert.Equal(3, item["sdr"]!["s_real_imag"]![1]!.AsArray().Count);
    }

    /// <summary>Problems of other objectives are left out, and refused where they were asked for.</summary>
    [Fact]
    public void A_case_with_a_criterion_has_the_problems_that_optimise_it()
    {
        const string Case = """
            {"schema": "isac-variants-v1", "cases": [{"id": "a", "antennas": 3, "users": 1, "targets_deg": [20], "beamwidth_deg": 10,
             "grid_points": 90, "power": 1, "noise": 0.1, "sinr_db": 3, "channel_real_imag": [[[1, 2, 0]], [[0, 1, -1]]],
             "objective": {"crb": {"target_deg": 20}}}]}
            """;
        Func<Stream> open = () => new MemoryStream(Encoding.UTF8.GetBytes(Case));
        CaseFile file = CaseFile.Of(open, "x.json");
        CaseSolution solved = new CaseSolver(StandardCaseSolvers.Create(), TimeProvider.System)
            .Solve(file.Read(), CaseProblems.Default, 1).Single();
        Assert.Equal(["min-power", "radar", "sdr"], solved.Problems.Keys.Order());
        ProblemSolution sdr = solved.Problems["sdr"];
        Assert.Equal(file.Read().Single().Instance.Value(sdr.Design!.Covariance()), sdr.Value);
        string message = Assert.Throws<SpecificationException>(() => CaseFile.Of(open, "x.json", asked: ["sdr", "zf"])).Message;
        Assert.Equal(
            "x.json: case 'a': field 'objective': zf does not optimise it; allowed: --problems of sdr, radar, projection, min-power.",
            message);
    }

    [Fact]
    public void A_presolved_design_says_so()
    {
        CaseSolvers solvers = Solvers() with
        {
            Designs = new Dictionary<string, Func<IsacInstance, SolveResult>>
            {
                ["sdr"] = _ => Isotropic with { Presolved = true },
                ["zf"] = _ => Isotropic,
            },
        };
        JsonNode item = Written([new SolveCase("a", Instance, null)], ["sdr", "zf"], solvers)["cases"]![0]!;
        Assert.True((bool)item["sdr"]!["presolved"]!);
        Assert.Null(item["zf"]!["presolved"]);
    }

    [Fact]
    public void Infeasible_carries_its_certificate_and_no_number_is_nan()
    {
        CaseSolvers solvers = Solvers() with
        {
            Designs = new Dictionary<string, Func<IsacInstance, SolveResult>>
            {
                ["sdr"] = _ => Infeasible(new MinimumPowerCertificate([1.5, 2], 3.5)),
                ["zf"] = _ => Infeasible(new RestrictionCertificate("channels are parallel", [1, -1])),
                ["radar"] = _ => new SolveResult { Status = SolveStatus.NumericalFailure, Iterations = 7 },
            },
            MinimumPower = _ => new MinimumPowerOutcome(
                SolveStatus.Infeasible, double.NaN, new DivergenceCertificate([0.25, double.PositiveInfinity]), 40),
        };
        JsonNode item = Written([new SolveCase("a", Instance, null)], CaseProblems.Default, solvers)["cases"]![0]!;

        Assert.Equal("""{"kind":"minimum-power","lambda":[1.5,2],"lower_bound":3.5}""", item["sdr"]!["certificate"]!.ToJsonString());
        Assert.Equal(
            """{"kind":"restriction","reason":"channels are parallel","multipliers":[1,-1]}""",
            item["zf"]!["certificate"]!.ToJsonString());
        Assert.Equal("""{"kind":"divergence","direction":[0.25,null]}""", item["min_power"]!["certificate"]!.ToJsonString());
        Assert.Equal("infeasible", (string?)item["sdr"]!["status"]);
        Assert.Null(item["sdr"]!["mse"]);
        Assert.Equal("numerical-failure", (string?)item["radar"]!["status"]);
        Assert.Null(item["min_power"]!["power"]);
        Assert.False(item.AsObject().ContainsKey("projection"));
        Assert.False(item["sdr"]!.AsObject().ContainsKey("c_real_imag"));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2.5)]
    [InlineData(3, 4)]
    [InlineData(4, 3.5)]
    public void The_time_is_the_median_of_the_repeats_and_the_result_is_the_first(int repeat, double medianSeconds)
    {
        var time = new ScriptedTime([1, 4, 5, 3]);
        int calls = 0;
        CaseSolvers solvers = Solvers() with
        {
            Designs = new Dictionary<string, Func<IsacInstance, SolveResult>> { ["sdr"] = _ => Isotropic with { Iterations = ++calls } },
        };
        CaseSolution solution = Assert.Single(new CaseSolver(solvers, time).Solve([new SolveCase("a", Instance, null)], ["sdr"], repeat));
        Assert.Equal(repeat, calls);
        Assert.Equal(1, solution.Problems["sdr"].Iterations);
        Assert.Equal(medianSeconds * 1e6, solution.Problems["sdr"].TimeUs, 1e-6);
    }

    [Fact]
    public void The_projection_is_called_with_the_raw_design_and_left_out_where_there_is_none()
    {
        var projected = new List<Design>();
        CaseSolvers solvers = Solvers() with
        {
            Projection = (_, raw) =>
            {
                projected.Add(raw);
                return Isotropic;
            },
        };
        var solutions = new CaseSolver(solvers, new SteppedTime())
            .Solve([new SolveCase("a", Instance, Raw), new SolveCase("b", Instance, null)], [CaseProblems.Projection], 1).ToArray();
        Assert.Same(Raw, projected[0]);
        Assert.Single(solutions[0].Problems);
        Assert.Empty(solutions[1].Problems);
    }

    [Fact]
    public void Where_nothing_is_feasible_the_projection_says_so_without_a_raw_design()
    {
        var certificate = new DivergenceCertificate([1.0]);
        CaseSolvers solvers = Solvers() with
        {
            Projection = (_, _) => new SolveResult { Status = SolveStatus.Infeasible, Certificate = certificate },
        };
        var solver = new CaseSolver(solvers, new SteppedTime());
        CaseSolution solution = Assert.Single(solver.Solve([new SolveCase("b", Instance, null)], [CaseProblems.Projection], 1));
        Assert.Equal(
            (SolveStatus.Infeasible, certificate),
            (solution.Problems[CaseProblems.Projection].Status, solution.Problems[CaseProblems.Projection].Certificate));
    }

    /// <summary>Near the ends of double precision an optimal answer has all of its numbers, any other a status that says so.</summary>
    [Fact]
    public void No_optimal_answer_of_any_scale_holds_a_null()
    {
        double[] scales = [1e-300, 1e-160, 1e-80, 1, 1e80, 1e160, 1e300];
        IEnumerable<SolveCase> cases =
            from channel in scales
            from power in scales
            from noise in (double[])[1e-160, 0.1, 1e160]
            let entries = (Complex[])[new(channel, 2 * channel), new(0, channel), new(-channel, 0)]
            let instance = new IsacInstance(Instance.Objective, new ComplexMatrix(1, 3, entries), power, noise, 0.5)
            select new SolveCase($"{channel} {power} {noise}", instance, Raw);
        var solver = new CaseSolver(StandardCaseSolvers.Create(), new SteppedTime());
        using var stream = new MemoryStream();
        Write(stream, solver.Solve(cases, CaseProblems.All, 1));
        int optimal = 0;
        foreach (JsonNode? item in JsonNode.Parse(stream.ToArray())!["cases"]!.AsArray())
        {
            foreach ((string problem, JsonNode? solution) in item!.AsObject().Where(entry => entry.Key != "id"))
            {
                string text = solution!.ToJsonString();
                if (solution["certificate"] is JsonNode certificate)
                    Assert.DoesNotContain("null", certificate.ToJsonString(), StringComparison.Ordinal);
                if ((string?)solution["status"] != "optimal") continue;
                optimal++;
                Assert.False(text.Contains("null", StringComparison.Ordinal), $"{item["id"]} {problem}: {text}");
                if (problem == "min_power") Assert.True((double)solution["power"]! > 0, $"{item["id"]}");
            }
        }

        Assert.InRange(optimal, 50, int.MaxValue);
    }

    [Fact]
    public void The_order_of_problems_does_not_change_a_byte()
    {
        SolveCase[] cases = [new("b", Instance, Raw), new("a", Instance, Raw)];
        byte[] one = Bytes(cases, ["sdr", "radar", "min-power"]), other = Bytes(cases, ["min-power", "radar", "sdr"]);
        Assert.Equal(one, other);
        Assert.Equal(["b", "a"], JsonNode.Parse(one)!["cases"]!.AsArray().Select(item => (string?)item!["id"]));
    }

    [Fact]
    public void The_file_is_the_stream_written_atomically()
    {
        using var folder = new TemporaryFolder();
        CaseSolution[] solutions = [.. new CaseSolver(Solvers(), new SteppedTime()).Solve([new SolveCase("a", Instance, Raw)], ["sdr"], 1)];
        byte[] bytes = Bytes(solutions);
        WrittenFile written = AtomicFile.Write(folder["out.json"], stream => Write(stream, solutions));
        Assert.Equal(bytes, File.ReadAllBytes(folder["out.json"]));
        Assert.Equal((bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), (written.Bytes, written.Sha256));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Cancellation_stops_between_problems()
    {
        using var cancellation = new CancellationTokenSource();
        CaseSolvers solvers = Solvers() with
        {
            MinimumPower = _ =>
            {
                cancellation.Cancel();
                return new MinimumPowerOutcome(SolveStatus.Optimal, 1, null, 1);
            },
        };
        IEnumerable<CaseSolution> solutions = new CaseSolver(solvers, new SteppedTime())
            .Solve([new SolveCase("a", Instance, null), new SolveCase("b", Instance, null)], ["min-power"], 1, cancellation.Token);
        var solved = new List<string>();
        Assert.Throws<OperationCanceledException>(() => solved.AddRange(solutions.Select(solution => solution.Id)));
    }

    [Fact]
    public void A_problem_without_a_solver_is_refused_before_anything_is_solved() =>
        Assert.Throws<ArgumentException>(() => new CaseSolver(Solvers(), new SteppedTime()).Solve([], ["zf-pinv"], 1));

    [Theory]
    [InlineData("radar, sdr", "sdr,radar")]
    [InlineData("min-power,zf-pinv,projection,zf", "zf,zf-pinv,projection,min-power")]
    public void Problem_lists_are_put_in_order(string list, string expected) =>
        Assert.Equal(expected, string.Join(',', CaseProblems.Parse(list)));

    [Theory]
    [InlineData("")]
    [InlineData("sdr,")]
    [InlineData("sdr,sdr")]
    [InlineData("sdp")]
    public void A_wrong_problem_list_is_refused(string list) =>
        Assert.Contains(
            "allowed: a comma-separated list of sdr, zf", Assert.Throws<SpecificationException>(() => CaseProblems.Parse(list)).Message,
            StringComparison.Ordinal);

    private static CaseSolvers Solvers() => new(
        new Dictionary<string, Func<IsacInstance, SolveResult>>
        {
            ["sdr"] = _ => Isotropic,
            ["zf"] = _ =>
            Isotropic,
            ["radar"] = _ => Isotropic
        },
        (_, _) => Isotropic with { Objective = 6.25 },
        _ => new MinimumPowerOutcome(SolveStatus.Optimal, 0.125, null, 12));

    private static SolveResult Infeasible(InfeasibilityCertificate certificate) =>
        new() { Status = SolveStatus.Infeasible, Certificate = certificate };

    private static byte[] Bytes(IEnumerable<SolveCase> cases, IReadOnlyList<string> problems, CaseSolvers? solvers = null)
    {
        return Bytes(new CaseSolver(solvers ?? Solvers(), new SteppedTime()).Solve(cases, problems, 1));
    }

    private static byte[] Bytes(IEnumerable<CaseSolution> solutions)
    {
        using var stream = new MemoryStream();
        Write(stream, solutions);
        return stream.ToArray();
    }

    private static void Write(Stream stream, IEnumerable<CaseSolution> solutions)
    {
        using var writer = new SolutionsWriter(stream);
        foreach (CaseSolution solution in solutions) writer.Write(solution);
    }

    private static JsonNode Written(IEnumerable<SolveCase> cases, IReadOnlyList<string> problems, CaseSolvers? solvers = null)
    {
        byte[] bytes = Bytes(cases, problems, solvers);
        Assert.DoesNotContain("NaN", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        JsonNode root = JsonNode.Parse(bytes)!;
        Assert.Equal("isac-solutions-v1", (string?)root["schema"]);
        return root;
    }
}
