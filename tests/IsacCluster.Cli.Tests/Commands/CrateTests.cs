using System.IO.Compression;
using System.Text.Json.Nodes;
using IsacCluster.Cli.Tests.Running;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;

namespace IsacCluster.Cli.Tests.Commands;

/// <summary>`isac crate` and `isac reproduce`: a result goes into one file and comes out of it again elsewhere.</summary>
[Collection(CommandLineCollection.Name)]
public sealed class CrateTests : IDisposable
{
    private static readonly NetworkArchitecture Small = new() { Width = 4 };
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_result_is_repeated_from_its_crate_and_a_changed_one_is_told()
    {
        Directory.CreateDirectory(In("specs"));
        Directory.CreateDirectory(In("models"));
        foreach (int threshold in new[] { 4, 8 })
        {
            float[] weights = [.. Enumerable.Range(threshold, NetworkLayout.ParameterCount(Small)).Select(i => 0.3f * MathF.Sin(i))];
            await File.WriteAllBytesAsync(
                In("models", $"net-{threshold}.safetensors"), ModelFile.Encode(Small, weights, new Dictionary<string, string>()));
        }

        string spec = In("specs", "both.yaml"), crate = In("both.zip");
        await File.WriteAllTextAsync(
            spec, "kind: campaign\nname: both\nsamples: 20\nsweep: {sinr_db: [4, 8]}\n"
            + "algorithms: [zf-pinv, {gnn: {model: \"../models/net-{sinr_db}.safetensors\"}}]\n");
        IsacOutcome run = await InProcess.RunAsync("run", spec, "--data", In("data"), "--out", In("out"), "--slots", "2", "--json");
        Assert.Equal(0, run.ExitCode);
        string job = (string)JsonNode.Parse(run.Output)!["job"]!, digest = (string)JsonNode.Parse(run.Output)!["digest"]!;
        IsacOutcome written = await InProcess.RunAsync("crate", job, "--data", In("data"), "-o", crate, "--json");
        Assert.Equal((0, ""), (written.ExitCode, written.Error));
        Assert.Equal(digest, (string)JsonNode.Parse(written.Output)!["digest"]!);
        using (ZipArchive zip = await ZipFile.OpenReadAsync(crate))
        {
            Assert.Equal(4 + 2, zip.Entries.Count);
            using var metadata = new StreamReader(zip.GetEntry("ro-crate-metadata.json")!.Open());
            Assert.Contains("https://w3id.org/ro/crate/1.1/context", await metadata.ReadToEndAsync(), StringComparison.Ordinal);
        }

        // Elsewhere: nothing of the original is there any more.
        Directory.Delete(In("specs"), recursive: true);
        Directory.Delete(In("models"), recursive: true);
        IsacOutcome again = await InProcess.RunAsync("reproduce", crate, "--silos", "2", "--slots", "2", "--json");
        Assert.Equal((0, digest), (again.ExitCode, (string)JsonNode.Parse(again.Output)!["digest"]!));

        using (ZipArchive zip = await ZipFile.OpenAsync(crate, ZipArchiveMode.Update))
        {
            JsonNode record;
            await using (Stream stream = await zip.GetEntry("isac-crate.json")!.OpenAsync()) record = JsonNode.Parse(stream)!;
            zip.GetEntry("isac-crate.json")!.Delete();
            record["digest"] = "sha256:0";
            await using var changed = new StreamWriter(await zip.CreateEntry("isac-crate.json").OpenAsync());
            await changed.WriteAsync(record.ToJsonString());
        }

        IsacOutcome other = await InProcess.RunAsync("reproduce", crate, "--slots", "2");
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("different: expected sha256:0, found ", other.Output, StringComparison.Ordinal);

        using (ZipArchive zip = await ZipFile.OpenAsync(crate, ZipArchiveMode.Update))
        {
            zip.GetEntry("specification.yaml")!.Delete();
            await using var changed = new StreamWriter(await zip.CreateEntry("specification.yaml").OpenAsync());
            await changed.WriteAsync("kind: campaign\n");
        }

        IsacOutcome damaged = await InProcess.RunAsync("reproduce", crate);
        Assert.Equal(2, damaged.ExitCode);
        Assert.Contains("'specification.yaml' is not the file that its SHA-256 tells", damaged.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_crate_or_no_job_is_said()
    {
        await File.WriteAllTextAsync(In("text.zip"), "no zip");
        Assert.Equal(2, (await InProcess.RunAsync("reproduce", In("text.zip"))).ExitCode);
        Assert.Equal(2, (await InProcess.RunAsync("reproduce", In("none.zip"))).ExitCode);
        Assert.Equal(2, (await InProcess.RunAsync("crate", "none", "--data", In("none"))).ExitCode);
    }

    private string In(params string[] names) => Path.Combine([_workspace.Folder, .. names]);
}
