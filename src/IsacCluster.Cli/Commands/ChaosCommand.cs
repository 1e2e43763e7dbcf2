using System.CommandLine;
using System.Globalization;
using System.Text;
using IsacCluster.Cli.Chaos;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Reporting.Files;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac chaos SPEC --seed S --kills N`: a job under random kills must give what it gives undisturbed.</summary>
internal static class ChaosCommand
{
    public static Command Create()
    {
        var spec = new Argument<string>("SPEC") { Description = "Specification file (YAML)." };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the kills.", HelpName = "S", DefaultValueFactory = _ => 1 };
        var kills = new Option<int>("--kills")
        {
            Description = "Number of kills.",
            HelpName = "N",
            DefaultValueFactory = _ => 10,
            Validators = { result => CommonOptions.CheckRange(result, result.GetValueOrDefault<int>(), 0, 10_000, "--kills") },
        };
        var silos = new Option<int>("--silos")
        {
            Description = "Silo processes.",
            HelpName = "N",
            DefaultValueFactory = _ => 3,
            Validators = { result => CommonOptions.CheckRange(result, result.GetValueOrDefault<int>(), 1, 64, "--silos") },
        };
        var slots = new Option<string>("--slots") { Description = "Slots of each silo.", HelpName = "N", DefaultValueFactory = _ => "1" };
        var targets = new Option<KillTarget[]>("--targets")
        {
            Description = "What may be killed: silo, coordinator, half (of the silos at once), store (back after 10 s), "
                + "pause (SIGSTOP for 30 s).",
            HelpName = "T",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [KillTarget.Silo, KillTarget.Coordinator, KillTarget.Half],
        };
        Option<string?> output = CommonOptions.Out();
        Option<bool> json = CommonOptions.Json();
        var command = new Command(
            "chaos", "Run a job twice, once under random kill -9 of silo processes, and hold the digests against each other.")
        {
            spec, seed, kills, silos, slots, targets, output, json,
        };
        command.Validators.Add(result =>
        {
            if (OperatingSystem.IsWindows() && result.GetValue(targets)!.Contains(KillTarget.Pause))
                result.AddError("--targets: pause needs signals, which Windows lacks.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            (_, JobDescription description) = JobSource.FromFile(parsed.GetValue(spec)!, parsed.GetValue(output));
            var options = new ChaosOptions
            {
                Seed = parsed.GetValue(seed),
                Kills = parsed.GetValue(kills),
                Silos = parsed.GetValue(silos),
                Slots = parsed.GetValue(slots)!,
                Targets = [.. parsed.GetValue(targets)!.Distinct()],
                Output = description.OutputFolder,
            };
            ChaosManifest manifest = await new ChaosRun(options, TimeProvider.System)
                .RunAsync(description, cancellation).ConfigureAwait(false);
            string file = Path.Combine(options.Output, "chaos.json");
            AtomicFile.Write(file, Encoding.UTF8.GetBytes(JsonOutput.Format(manifest) + "\n"));
            Show(manifest, file, parsed.GetValue(json));
            return manifest.Passed ? ExitCode.Done : ExitCode.Incomplete;
        });
        return command;
    }

    private static void Show(ChaosManifest manifest, string file, bool json)
    {
        if (json)
        {
            JsonOutput.Write(manifest);
            return;
        }

        Console.WriteLine($"undisturbed  {manifest.UndisturbedDigest}");
        Console.WriteLine($"disturbed    {manifest.DisturbedDigest}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"kills        {manifest.Kills.Count} of {manifest.PlannedKills}, "
                + $"next accepted task after {manifest.MedianNextAcceptedSeconds:0.0} s, "
            + $"longest stall {manifest.MedianLongestStallSeconds:0.0} s (medians)"));
        Console.WriteLine(
            $"indices      {manifest.AcceptedIndices} of {manifest.WantedIndices} accepted, "
                + $"{manifest.ComputedIndices} in accepted reports");
        Console.WriteLine($"manifest     {Path.GetRelativePath(Environment.CurrentDirectory, file)}");
        string verdict = manifest switch
        {
            { Passed: true } => "passed: equal to the bit, nothing lost, nothing counted twice",
            { Equal: true } when manifest.Kills.Count < manifest.PlannedKills =>
                "failed: the job ended before all kills; give it more samples",
            { Equal: true } => "failed: indices were lost or counted twice",
            _ => "failed: the digests differ",
        };
        Console.WriteLine(verdict);
    }
}
