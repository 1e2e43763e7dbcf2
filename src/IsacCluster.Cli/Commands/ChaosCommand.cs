using System.CommandLine;
using System.CommandLine.Parsing;
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
    private static readonly Dictionary<string, KillTarget> TargetNames = Enum.GetValues<KillTarget>().ToDictionary(
        target => target.ToString().ToLowerInvariant(), StringComparer.OrdinalIgnoreCase);

    public static Command Create()
    {
        Argument<string> spec = CommonOptions.Spec();
        Option<ulong> seed = NumberOption.Of("--seed", "Seed of the kills.", 0ul, ulong.MaxValue, usual: 1ul, helpName: "S");
        Option<int> kills = NumberOption.Of("--kills", "Number of kills.", 0, 10_000, usual: 10);
        Option<int> silos = NumberOption.Of("--silos", "Silo processes.", 1, 64, usual: 3);
        var slots = new Option<string>("--slots")
        {
            Description = "Slots of each silo.",
            HelpName = "N",
            DefaultValueFactory = _ => "1",
            Validators = { CommonOptions.CheckSlotCounts },
        };
        Option<KillTarget[]> targets = Targets();
        Option<string?> output = CommonOptions.Out();
        Option<bool> json = CommonOptions.Json();
        var command = new Verb(
            "chaos", "Run a job twice, once under random kill -9 of silo processes, and hold the digests against each other.",
            "interrupted; the cluster was ended, and nothing was compared.")
        {
            spec, seed, kills, silos, slots, targets, output, json,
        };
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

    private static Option<KillTarget[]> Targets()
    {
        KillTarget[] usual = [KillTarget.Silo, KillTarget.Coordinator, KillTarget.Half];
        var option = new Option<KillTarget[]>("--targets")
        {
            Description = "What may be killed: silo, coordinator, half (of the silos at once), store (back after 10 s), "
                + "pause (SIGSTOP for 30 s).",
            HelpName = "T",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => usual,
            CustomParser = result => [.. result.Tokens.Select(token => Target(result, token.Value) ?? default)],
        };
        option.CompletionSources.Add([.. TargetNames.Keys]);
        return option;
    }

    private static KillTarget? Target(ArgumentResult result, string name)
    {
        if (!TargetNames.TryGetValue(name, out KillTarget target))
            result.AddError($"--targets: '{name}' is not allowed; expected {string.Join(", ", TargetNames.Keys)}.");
        else if (OperatingSystem.IsWindows() && target == KillTarget.Pause)
            result.AddError("--targets: pause needs signals, which Windows lacks.");
        else
            return target;
        return null;
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
