using System.CommandLine;
using System.CommandLine.Parsing;
using IsacCluster.Cluster;
using IsacCluster.Jobs;

namespace IsacCluster.Cli.Commands;

/// <summary>Options that several verbs share.</summary>
internal static class CommonOptions
{
    public const string UsualData = "isac-data";

    public static Argument<string> Spec() => PathOption.Input("SPEC", "Specification file (YAML).");

    public static Option<string> Data() =>
        PathOption.FolderOr(UsualData, "--data", "Data folder: state of all jobs, created if missing.");

    /// <summary>On a cluster: where jobs that write files put them.</summary>
    public static Option<string> SharedData() => PathOption.FolderOr(
        UsualData, "--data", "The folder that all silos share, as this machine sees it, for datasets and trainings.");

    public static Option<string?> Out() => PathOption.Folder("--out", "Folder of the report (default: results/NAME).", "-o");

    public static Option<int> Silos() => NumberOption.Of("--silos", "Number of in-process silos.", 1, 64, usual: 1);

    public static Option<int?> Slots() => NumberOption.Optional(
        "--slots", "Worker threads in all (default: one per processor).", 1, SlotCounts.Most);

    public static Argument<string> Job() => PathOption.Input("JOB", "Job id, as printed in results.json and by 'isac plan'.");

    public static Option<bool> Json() => new("--json") { Description = "Machine-readable result on stdout." };

    /// <summary>Slots of a silo process.</summary>
    public static void CheckSlotCounts(OptionResult result)
    {
        foreach (Token token in result.Tokens)
        {
            try
            {
                SlotCounts.Parse(token.Value, default);
            }
            catch (SpecificationException error)
            {
                result.AddError($"--slots: {error.Message}");
            }
        }
    }
}
