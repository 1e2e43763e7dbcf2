using System.Net;
using System.Text.Json;
using IsacCluster.Cli.Chaos;
using IsacCluster.Cluster;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Networking;
using IsacCluster.Jobs;
using IsacCluster.Silo.Hosting;

namespace IsacCluster.ClusterTests.Cluster;

/// <summary>Silos of another build or instruction set stay out, or results say that they were in.</summary>
[Collection(FaultClusterCollection.Name)]
public sealed class SamenessTests(FaultCluster cluster)
{
    [Fact]
    public async Task A_silo_of_another_build_is_refused_in_one_line()
    {
        await cluster.Processes.ReviveAsync();
        using LoopbackPorts ports = LoopbackPorts.Hold(2);
        var silo = new ClusterSilo(new SiloSettings
        {
            Address = cluster.Processes.Address,
            Endpoint = new SiloEndpoint(IPAddress.Loopback, IPAddress.Loopback, ports[0], ports[1]),
            Name = "stranger",
            DataFolder = cluster.Data,
            Identity = new SiloIdentity("here", "9.9.9+0123456789ab", SiloIdentity.CurrentProtocol, "x64/avx2"),
        });
        var refused = await Assert.ThrowsAsync<ClusterException>(() => silo.RunAsync(() => { }, CancellationToken.None));
        Assert.StartsWith(
            "silo stranger cannot join cluster 'chaos': it is build 9.9.9+0123456789ab, ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public async Task A_result_names_the_silos_that_computed_it_and_says_whether_they_were_mixed()
    {
        Assert.SkipUnless(System.Runtime.Intrinsics.X86.Avx2.IsSupported, "This machine has no instruction set to leave away.");
        await cluster.Processes.ReviveAsync();
        JsonElement same = await ManifestAsync(await cluster.BeginAsync("same-silos", 0));
        Assert.False(same.GetProperty("mixed").GetBoolean());
        Assert.All(
            same.GetProperty("silos").EnumerateArray(),
            silo => Assert.StartsWith("silo-", silo.GetProperty("name").GetString(), StringComparison.Ordinal));
        string isa = same.GetProperty("isa").GetString()!;

        // So many samples that the silo which joins gets some of them; paused until it has started.
        JobId id = await cluster.Client.SubmitAsync(cluster.Describe(cluster.WriteCampaign("mixed-silos", 6_000)));
        await cluster.Client.PauseAsync(id);
        using SiloProcess narrow = await cluster.JoinAsync(new SiloProcessOptions("narrow", "2", cluster.Folder, cluster.Data)
        {
            ShellPrefix = "export DOTNET_EnableAVX512F=0 DOTNET_EnableAVX2=0;",
            More = ["--allow-mixed"],
        });
        await cluster.Client.ResumeAsync(id);
        JsonElement mixed = await ManifestAsync(id);
        narrow.Signal("TERM");
        await narrow.EndAsync();
        Assert.True(mixed.GetProperty("mixed").GetBoolean());
        Assert.Equal($"{isa}, x64/sse4.1", mixed.GetProperty("isa").GetString());
        Assert.Contains(
            mixed.GetProperty("silos").EnumerateArray(),
            silo => silo.GetProperty("name").GetString() == "narrow" && silo.GetProperty("isa").GetString() == "x64/sse4.1");
    }

    private async Task<JsonElement> ManifestAsync(JobId id)
    {
        await cluster.UntilAsync(id, status => status.IsSettled);
        JobReport report = await cluster.ReportAsync(id, await cluster.Client.GetResultsAsync(id));
        using var results = JsonDocument.Parse(await File.ReadAllTextAsync(report.ResultsFile!));
        return results.RootElement.GetProperty("manifest").Clone();
    }
}
