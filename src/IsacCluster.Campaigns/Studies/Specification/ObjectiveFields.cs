using IsacCluster.Search.Synthetic;
using IsacCluster.Specifications.Fields;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>The fields of a study's objective, declared once: its reader and the table of the documentation take them.</summary>
internal static class ObjectiveFields
{
    public const string Synthetic = "synthetic", Dimensions = "dimensions", Steps = "steps", TrainingField = "training",
        Campaign = "campaign", Projection = "projection", Command = "command", TimeLimit = "timeout_s", Metric = "metric",
        Metrics = "metrics", Instance = "instance", External = "external", LeaseTime = "lease_s";

    public const double LeastLease = 1, MostLease = 1e6, UsualLease = 60;

    public const int MostMetrics = 3;

    /// <summary>All test functions, without their noisy forms.</summary>
    public static readonly string[] Functions =
        [.. SyntheticCatalog.Families.Select(family => family.Name), .. SyntheticCatalog.Singles.Keys];

    public static readonly IReadOnlyList<FieldDeclaration> All =
    [
        new(Synthetic, $"a test function with its own space: {OneOf(Functions.Where(name => !IsBbob(name)))}, `bbob-f1` to `bbob-f24`")
        {
            Meaning = "each with one metric also as `noisy-NAME`; `zdt1`, `zdt2` and `bnh` have two, `f1` and `f2`; `bnh` "
                + "measures `c1` and `c2`, and `gardner` `c`, for constraints; `crash-sphere` fails where x0 < 0; `bbob-fN` are the "
                + "noiseless functions of BBOB",
            Default = "",
        },
        new(Dimensions, $"whole, up to {SyntheticFamily.MostDimensions}, of {Families(least: 1)} (from 1), "
            + $"{Families(least: 2)}, `bbob-fN` (from 2)")
            { Default = "10; `rastrigin-centred` and `bbob-fN` 5, `ellipsoid` 6, `crash-sphere` 4" },
        new(Instance, "whole, 1 to 10^6, of `bbob-fN`") { Meaning = "where the optimum is, and how the function is turned", Default = "1" },
        new(Steps, "whole, 1 to 10^6, of `learning-curve`") { Default = "81" },
        new(TrainingField, "a training specification, or the path of one, without `sweep` and `start_from`")
        {
            Meaning = "parameters are named as its fields: `learning_rate`, `network.width` or `width`, `loss.margin` or `margin`, ... "
                + "Where one of them changes the loss, trials are compared by the specification's own (`validation_loss`)",
            Default = "",
        },
        new(
            Campaign,
            $"with `{TrainingField}`: a campaign specification, or the path of one, whose algorithms are baselines, without `stop`")
        {
            Meaning = "each trial's network is evaluated on its samples. Such a metric is known at a trial's end only: as the first "
                + "metric nothing is pruned",
            Default = "none",
        },
        new(Projection, "`true`, `false`")
        {
            Meaning = "whether designs that miss a threshold are projected in that campaign, as `gnn-ip` does",
            Default = "`true`",
        },
        new(Command, "list of a program and its arguments")
        {
            Meaning = "`--NAME=VALUE` of each active parameter follow, numbers as plain decimals. A file beside the specification is "
                + "found there; the working folder is the trial's own; `ISAC_TRIAL` and `ISAC_SEED` are in its environment; more below",
            Default = "",
        },
        new(TimeLimit, "number > 0 and at most 10^6") { Unit = "s", Meaning = "of one run of a command", Default = "none" },
        new(External, $"mapping of `{LeaseTime}`, or `{{}}`")
        {
            Meaning = "workers outside of the cluster evaluate the trials: they ask for them and tell their values over HTTP "
                + "(docs/guides/ask-and-tell.md). No slot is taken",
            Default = "",
        },
        new($"{External}.{LeaseTime}", "number from 1 to 10^6")
        {
            Unit = "s",
            Meaning = "a worker that says nothing for so long may lose its trial to another one. It changes no trial",
            Default = "60",
        },
        new(Metric, $"of a training {OneOf(TrainingMetrics.Names)}, with `objective.{Campaign}` also {OneOf(CampaignMetrics.Names)}")
        {
            Meaning = "`satisfaction` at the kept weights, how many `parameters`, microseconds of one design on one thread (with "
                + "`mode: throughput` only), the ratio to the campaign's first baseline on the same samples, each of a campaign the mean "
                + "over its points; of a command a field of its last JSON line that has it, of "
                + "external workers whatever they tell. Or an expression of these with the operators "
                + "and functions of `constraints`, such as `mse + 1e-6*parameters`; a name with other characters than letters, digits, "
                + "`_` and `.` stands in backquotes in it",
            Default = "`validation_loss`; `value`",
        },
        new(Metrics, $"list of up to {MostMetrics} of them, instead of `{Metric}`") { Default = "" },
    ];

    public static readonly string[] Names =
        [.. All.Select(field => field.Name).Where(name => !name.Contains('.', StringComparison.Ordinal))];

    /// <summary>Families without instances that begin at so many dimensions.</summary>
    private static string Families(int least) =>
        OneOf(SyntheticCatalog.Families.Where(family => family.Least == least && !family.HasInstances).Select(family => family.Name));

    private static bool IsBbob(string name) => SyntheticCatalog.Families.Any(family => family.Name == name && family.HasInstances);

    private static string OneOf(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));
}
