using System.Text.Json;
using IsacCluster.Campaigns.Tests.Programs;

namespace IsacCluster.Extension.Tests;

/// <summary>Programs as algorithms of a campaign on clusters of one and of two silos.</summary>
[Collection(ClustersCollection.Name)]
public sealed class ProgramTests(Clusters clusters) : IDisposable
{
    private static readonly string[] Bad = ["hang", "crash", "lie", "chatty"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Bad_programs_are_counted_with_their_reasons_leave_the_others_alone_and_nothing_behind()
    {
        string good = $"{{plain: {{command: {TestProgram.Write(_folder, "plain")}}}}}";
        string bad = string.Join(", ", Bad.Select(mode =>
            $"{{{mode}: {{command: {TestProgram.Write(_folder, mode)}, timeout_s: {(mode == "hang" ? 0.5 : 60)}}}}}"));
        JsonElement without = Algorithms(await clusters.RunAsync(Spec($"radar, {good}")));
        JsonElement with = Algorithms(await clusters.RunAsync(Spec($"radar, {good}, {bad}")));
        for (int a = 0; a < without.GetArrayLength(); a++)
        {
            Assert.Equal(8, with[a].GetProperty("counted").GetInt32());
            foreach (string field in (string[])["name", "mse", "satisfaction", "failed"])
                Assert.Equal(without[a].GetProperty(field).GetRawText(), with[a].GetProperty(field).GetRawText());
        }

        string[] reasons = ["no answer within timeout_s", "the program ended with code 3", "the design's power", "the answer begins with"];
        for (int k = 0; k < Bad.Length; k++)
        {
            JsonElement algorithm = with[2 + k];
            Assert.Equal((Bad[k], 8), (algorithm.GetProperty("name").GetString(), algorithm.GetProperty("failed").GetInt32()));
            Assert.StartsWith(
                reasons[k], algorithm.GetProperty("failures")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Bad.Append("plain").SelectMany(mode => TestProgram.Started(_folder, mode)), TestProgram.IsAlive);
    }

    private static string Spec(string algorithms) =>
        $"kind: campaign\nname: programs\nsamples: 8\nshard_size: 4\ncommon_samples: false\nalgorithms: [{algorithms}]\n";

    private static JsonElement Algorithms(Finished finished) => finished.Results.GetProperty("points")[0].GetProperty("algorithms");
}
