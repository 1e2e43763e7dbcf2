using System.Globalization;
using System.Text.Json.Nodes;
using IsacCluster.Cli.Tests.Running;

namespace IsacCluster.Cli.Tests.Commands;

/// <summary>`isac compare` on real campaigns, its numbers against those computed here from the rows.</summary>
[Collection(CommandLineCollection.Name)]
public sealed class CompareTests : IDisposable
{
    private const string Spec = """
        kind: campaign
        name: NAME
        seed: 3
        scenario: {antennas: 4, users: 2, grid_points: 30}
        sweep: {sinr_db: [12, 16]}
        algorithms: ALGORITHMS
        samples: 60
        rows: true
        """;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Common_channels_are_paired_other_seeds_are_not_and_what_differs_is_said()
    {
        await RunAsync("old", "[sdr, {descent: {steps: 4, label: mine}}, zf]");
        await RunAsync("new", "[sdr, {descent: {steps: 8, label: mine}}]");
        await RunAsync("seed", "[sdr, {descent: {steps: 8, label: mine}}]", ("seed: 3", "seed: 4"));

        JsonNode paired = await CompareAsync("old", "new", "--out", "side");
        Assert.Equal(["zf at sinr_db=12", "zf at sinr_db=16"], paired["only_in_a"]!.AsArray().Select(only => (string)only!));
        JsonNode field = Assert.Single(
            paired["differences"]!.AsArray(), field => ((string)field!["field"]!).Contains("steps", StringComparison.Ordinal))!;
        Assert.Equal(("4", "8"), ((string)field["a"]!, (string)field["b"]!));
        foreach (JsonNode? point in paired["points"]!.AsArray())
        {
            Assert.True((bool)point!["paired"]!);
            Assert.Equal("equal", (string)Mse(point, "sdr")["verdict"]!);
            JsonNode mse = Mse(point, "mine");
            double[] differences = [.. Rows("old", point).Zip(Rows("new", point), (a, b) => b - a)];
            Assert.Equal(differences.Average(), (double)mse["difference"]!, 1e-12);
            double mean = differences.Average();
            double deviation = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (differences.Length - 1));
            double half = 2.001 * deviation / Math.Sqrt(differences.Length); // t(59)
            Assert.InRange(((double)mse["ci95"]![1]! - (double)mse["ci95"]![0]!) / 2 / half, 0.999, 1.5); // wider for a skew spread
        }

        Assert.True(File.Exists(Path.Combine(_workspace.Folder, "side", "comparison.html")));
        JsonNode apart = await CompareAsync("new", "seed");
        Assert.All(apart["points"]!.AsArray(), point => Assert.Equal("the seeds differ, so the channels do", (string)point!["unpaired"]!));
        Assert.True((bool)(await CompareAsync("old", "old"))["identical"]!);
    }

    [Fact]
    public async Task What_is_no_result_is_refused_and_a_change_can_be_a_failure()
    {
        IsacOutcome missing = await IsacAsync("compare", "nothing", "there");
        Assert.Equal(2, missing.ExitCode);
        Assert.Equal("isac: A: 'nothing' is neither a folder with results.json nor a job of 'isac-data'.\n", missing.Error);
        await RunAsync("a", "[{descent: {steps: 2, label: mine}}]");
        await RunAsync("b", "[{descent: {steps: 16, label: mine}}]");
        Assert.Equal(1, (await IsacAsync("compare", "a", "b", "--fail-on-change")).ExitCode);
        IsacOutcome plain = await IsacAsync("compare", "a", "b");
        Assert.Equal(0, plain.ExitCode);
        Assert.Contains("higher", plain.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await IsacAsync("compare", "a", "a", "--fail-on-change")).ExitCode);

        Assert.Equal(0, (await IsacAsync("compare", "a", "--against", "a")).ExitCode);
        Assert.Equal(1, (await IsacAsync("compare", "b", "--against", "a")).ExitCode);
        IsacOutcome alone = await IsacAsync("compare", "a");
        Assert.Equal(2, alone.ExitCode);
        Assert.Equal("isac: compare: one result is named; name another one, or a pinned one with --against FOLDER.\n", alone.Error);
        JsonNode several = await CompareAsync("a", "a", "b", "--out", "side");
        Assert.Equal([true, false], several["comparisons"]!.AsArray().Select(one => (bool)one!["identical"]!));
        string page = File.ReadAllText(Path.Combine(_workspace.Folder, "side", "comparison.html"));
        Assert.Contains("a and 2 others", page, StringComparison.Ordinal);
        Assert.Contains("id=\"b2-point-0\"", page, StringComparison.Ordinal);
    }

    private static JsonNode Mse(JsonNode point, string algorithm) => point["algorithms"]!.AsArray()
        .Single(one => (string)one!["name"]! == algorithm)!["quantities"]!.AsArray().Single(one => (string)one!["name"]! == "mse")!;

    private IEnumerable<double> Rows(string folder, JsonNode point) =>
        from line in File.ReadLines(Path.Combine(_workspace.Folder, folder, "rows.csv"))
        where line.StartsWith($"\"{point["id"]}\"", StringComparison.Ordinal) && line.Contains(",mine,", StringComparison.Ordinal)
        select double.Parse(line.Split(',')[5], CultureInfo.InvariantCulture);

    private async Task RunAsync(string name, string algorithms, params (string Old, string New)[] changes)
    {
        string text = Spec.Replace("NAME", name, StringComparison.Ordinal).Replace("ALGORITHMS", algorithms, StringComparison.Ordinal);
        foreach ((string before, string after) in changes) text = text.Replace(before, after, StringComparison.Ordinal);
        IsacOutcome outcome = await IsacAsync("run", _workspace.Write($"{name}.yaml", text), "--data", "data", "--out", name);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
    }

    private async Task<JsonNode> CompareAsync(params string[] args)
    {
        IsacOutcome outcome = await IsacAsync(["compare", .. args, "--json"]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return JsonNode.Parse(outcome.Output)!;
    }

    private Task<IsacOutcome> IsacAsync(params string[] args) =>
        InProcess.RunInAsync(_workspace.Folder, new Dictionary<string, string>(), args);
}
