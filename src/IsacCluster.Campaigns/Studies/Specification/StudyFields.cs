using IsacCluster.Search;
using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Yaml;
using Fields = IsacCluster.Specifications.Fields.FieldDeclaration<IsacCluster.Campaigns.Studies.Specification.StudySpecification>;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>Every field of a study, declared once: reader, identity and the table of the documentation come from here.</summary>
internal static class StudyFields
{
    private const string Trials = "trials";
    internal const int MostTrials = 1_000_000;
    private const int MostParallel = 1024, MostSeeds = 100, MostRetries = 100;

    /// <summary>The fields that studies share with other kinds.</summary>
    public static readonly string[] Common = ["kind", "name", "seed"];

    /// <summary>Those of the study itself, without <see cref="Common"/>.</summary>
    public static FieldTable<StudySpecification> Table { get; } = new([.. Search(), .. Effort()]);

    public static void RequireTrials(FieldMapping root) => root.Required(Trials, $"a whole number from 1 to {MostTrials}");

    /// <summary>What is searched, and how; each has a reader of its own.</summary>
    private static IEnumerable<FieldDeclaration> Search() =>
    [
        new("space", "mapping of 1 to 200 names to parameters, below")
        {
            Meaning = "beside a test function's own parameters further ones are drawn and change nothing",
            Default = "required, not with `synthetic`",
        },
        new(
            "constraints",
            "list of comparisons of numerical parameters, or of metrics, with `+ - * / ^ ( )`, `abs sqrt log log2 log10 exp min max` and "
                + "one of `<= < >= >`")
            {
                Meaning = "such as `'width * layers <= 256'`, which holds wherever a parameter that it names is inactive, or `satisfaction "
                    + ">= 0.99`, which the best trial fulfils, more below",
                Default = "none",
            },
        new("objective", "mapping, below") { Default = "required" },
        new("direction", "`minimize`, `maximize`") { Default = "`minimize`" },
        new("directions", "list of these, one for each metric") { Default = "needed with several metrics" },
        new("sampler", OneOf(SamplerCatalog.Entries.Select(entry => entry.Name)))
            { Default = $"`{SamplerCatalog.ForOne}`; with several metrics `{SamplerCatalog.ForSeveral}`" },
        new("pruner", OneOf(PrunerCatalog.Entries.Select(entry => entry.Name))) { Default = "`none`" },
        new("enqueue", $"list of up to {EnqueueReader.MostPoints} mappings of every active parameter to its value")
            { Meaning = "known settings, which are the first trials; the sampler learns from them. Not with `grid`", Default = "none" },
    ];

    private static string OneOf(IEnumerable<string> names) =>
        $"{string.Join(", ", names.Select(name => $"`{name}`"))}, or a mapping of one to its options, below";

    private static IEnumerable<FieldDeclaration> Effort() =>
    [
        Fields.Of(Trials, ValueKinds.Whole(1, MostTrials), study => (int)study.Trials, (study, value) => study with { Trials = value })
            with { Meaning = "a finite grid may have fewer", Default = "required", IsIdentity = false },
        Fields.Of("parallel", ValueKinds.Whole(1, MostParallel), study => study.Parallel, (study, value) => study with { Parallel = value })
            with
            {
                Meaning = "most trials at a time; the same job with another value where that changes no trial (`mode: throughput`, or a "
                    + "sampler that does not learn, no pruner and one seed)",
                IsIdentity = false,
            },
        Fields.Of("mode", ValueKinds.Choice<StudyMode>(), study => study.Mode, (study, value) => study with { Mode = value })
            with
            {
                Meaning = "trial n is proposed from exactly the trials below n - parallel + 1, so the same seed gives the same trials for "
                    + "any slots, silos and failures; or from whatever has finished",
            },
        Fields.Of("seeds", ValueKinds.Whole(1, MostSeeds), study => study.Seeds, (study, value) => study with { Seeds = value })
            with
            {
                Meaning = "most seeds of a trial, whose value is the mean. A trial gets another seed only while its 95 % interval reaches "
                    + "that of the best",
            },
        Fields.Of("retries", ValueKinds.Whole(0, MostRetries), study => study.Retries, (study, value) => study with { Retries = value })
            with
            {
                Meaning = "further attempts after one that failed, from the last checkpoint; then the trial counts as failed. None where "
                    + "another would fail too: the program was not found, or ended with code 2 or 64 (bad usage) or without a value",
                IsIdentity = false,
            },
        Fields.Of(
            "max_failures", ValueKinds.Optional(ValueKinds.Whole(0, MostTrials)), study => (int?)study.MaxFailures,
            (study, value) => study with { MaxFailures = value })
            with { Meaning = "more failed trials than that stop the study", Default = "no limit", IsIdentity = false },
        new("hypervolume_reference", "list of numbers, one for each metric, with several")
        {
            Meaning = "the point that hypervolumes are taken to, so that they can be compared between studies; it changes no trial",
            Default = "the worst value of each metric among feasible trials",
        },
        new("reuse", "`true`, `false`")
        {
            Meaning = "whether a trial with the parameters of an earlier complete one takes its values instead of being evaluated again, "
                + "where the objective repeats its values; not with several `seeds`",
            Default = "`false`",
        },
        new(StopRule.FieldName, $"mapping of `{StopRule.NoBetterName}`: whole, 1 to {MostTrials}")
        {
            Meaning = "with one metric: no further trial begins once so many trials in a row, by number, were no better than the best "
                + "before them. In deterministic mode the last trial is then the same for any slots, silos and failures",
            Default = "none",
        },
        new(ResourceRule.FieldName, $"mapping of `{ResourceRule.DevicesName}`: whole, 1 to {ResourceRule.MostDevices}")
        {
            Meaning = "of a command: each trial runs on an accelerator slot with so many devices, and `CUDA_VISIBLE_DEVICES` names those "
                + "of the slot; it waits, visibly, while no silo has such slots (`isac silo --slots cuda=4x2`). It changes no trial",
            Default = "a cpu slot",
        },
        new(
            KeepRule.FieldName,
            $"mapping of `{KeepRule.BestName}`: whole, 1 to {MostTrials}, and `{KeepRule.FailedName}`: `true`, `false`")
        {
            Meaning = "the folders of so many of the best trials stay, of a training with the weights in `model.safetensors`, which "
                + "`best.safetensors` is a copy of; with several metrics those of the front. The others are removed as better trials end, "
                + "those of failed ones only with `failed: false`. It changes no trial. Not with `synthetic`",
            Default = "all folders stay, without weights",
        },
        new("prior", "CSV file of an Optuna study, `study.trials_dataframe().to_csv(FILE)`, or a `results.csv` of a study")
            { Meaning = "samplers learn from its complete trials; rows that are of no use here are counted", Default = "none" },
    ];
}
