using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using IsacCluster.Cli.Chaos;
using IsacCluster.Cli.Chaos.Faults;
using IsacCluster.Cli.Chaos.Runs;
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
        Argument<string> spec = CommonOptions.Spec();
        Option<ulong> seed = NumberOption.Of("--seed", "Seed of the faults.", 0ul, ulong.MaxValue, usual: 1ul, helpName: "S");
        Option<int> kills = NumberOption.Of("--kills", "Number of faults.", 0, 10_000, usual: 10);
        Option<int> silos = NumberOption.Of("--silos", "Silo processes.", 1, 64, usual: 3);
        var slots = new Option<string>("--slots")
        {
            Description = "Slots of each silo.",
            HelpName = "N",
            DefaultValueFactory = _ => "1",
            Validators = { CommonOptions.CheckSlotCounts },
        };
        Option<int?> undisturbed = NumberOption.Optional(
            "--undisturbed-slots", "Slots of the undisturbed run, for jobs that wait more than they compute (default: one a processor).",
            1, 10_000);
        Option<string[]> targets = Targets();
        Option<string?> output = CommonOptions.Out();
        Option<bool> json = CommonOptions.Json();
        var command = new Verb(
            "chaos", "Run a job twice, once under random faults of silos, store and network, and hold the digests against each other.",
            "interrupted; the cluster was ended, and nothing was compared.")
        {
            spec, seed, kills, silos, slots, undisturbed, targets, output, json,
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
                UndisturbedSlots = parsed.GetValue(undisturbed),
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

    private static Option<string[]> Targets()
    {
        var option = new Option<string[]>("--targets")
        {
            Description = "What may happen, kill -9 unless it says otherwise: "
                + string.Join("; ", FaultCatalog.Entries.Select(entry => $"{entry.Key} ({entry.Value.Description})")) + ".",
            HelpName = "T",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [.. FaultCatalog.Usual],
        };
        option.Validators.Add(Check);
        option.CompletionSources.Add([.. FaultCatalog.Entries.Keys]);
        return option;
    }

    private static void Check(OptionResult result)
    {
        foreach (string name in result.Tokens.Select(token => token.Value))
        {
            if (!FaultCatalog.Entries.TryGetValue(name, out IFault? fault))
                result.AddError($"--targets: '{name}' is not allowed; expected {string.Join(", ", FaultCatalog.Entries.Keys)}.");
            else if (fault.Missing is { } missing) result.AddError($"--targets: {name} cannot be had here: {missing}.");
        }
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
            $"faults       {manifest.Faults.Count} of {manifest.PlannedFaults}, "
                + $"next accepted task after {manifest.MedianNextAcceptedSeconds:0.0} s, "
            + $"longest stall {manifest.MedianLongestStallSeconds:0.0} s (medians)"));
        Console.WriteLine(
            $"indices      {manifest.AcceptedIndices} of {manifest.WantedIndices} accepted, "
                + $"{manifest.ComputedIndices} in accepted reports");
        foreach (IGrouping<string, string> loss in manifest.Losses.GroupBy(loss => loss))
            Console.WriteLine($"lost, said   {Counted.Of(loss.Count(), "time")}: {loss.Key}");
        Console.WriteLine($"manifest     {Path.GetRelativePath(Environment.CurrentDirectory, file)}");
        string verdict = manifest switch
        {
            { Passed: true } => manifest.Losses.Count == 0
                ? "passed: equal to the bit, nothing lost, nothing counted twice"
                : "passed: equal to the bit, nothing counted twice, everything that was lost was said",
            { Equal: true } when manifest.Faults.Count < manifest.PlannedFaults =>
                "failed: the job ended before all faults; give it more samples",
            { Equal: true } when manifest.Unsaid.Any() => $"failed: nobody said anything of {manifest.Unsaid.Count()} faults of clocks",
            { Equal: true } => "failed: indices were lost or counted twice",
            _ => "failed: the digests differ",
        };
        Console.WriteLine(verdict);
    }
}
