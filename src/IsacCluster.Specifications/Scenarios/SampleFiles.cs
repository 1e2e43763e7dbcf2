using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Patterns;
using IsacCluster.Specifications.Samples;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>The files that hold the samples of scenarios.</summary>
public static class SampleFiles
{
    /// <summary>Those of a scenario that its specification names and that do not exist, as they are written.</summary>
    public static IEnumerable<string> Lacking(Scenario scenario) =>
        from name in (IEnumerable<string>)[ScenarioFields.Channel, ScenarioFields.RandomTargets, PatternField.Declaration.Name]
        let file = Of(scenario, name)
        where file?.IsMissing == true
        select file.Path;

    /// <summary>The number of samples of a job, at most the rows of its files.</summary>
    /// <param name="root">Of the specification.</param>
    /// <param name="scenarios">Of all its points.</param>
    public static long Samples(FieldMapping root, IEnumerable<Scenario> scenarios)
    {
        long samples = CommonFields.Samples(root);
        long? most = scenarios.Min(scenario => scenario.MostSamples());
        return most is null || samples <= most
            ? samples
            : throw root.Required("samples", "").NotAllowed($"at most {most}, the samples that the file holds");
    }

    /// <summary>The file that a field of a scenario names; null: none.</summary>
    internal static SampleFile? Of(Scenario scenario, string field) => field switch
    {
        ScenarioFields.Channel => (scenario.Channel as FileChannel)?.File(),
        ScenarioFields.RandomTargets => (scenario.Targets as FileTargets)?.File(),
        "pattern" => scenario.Pattern is MissingPattern missing ? SampleFile.Missing(missing.Path, "") : null,
        _ => null,
    };

    /// <summary>Refuses a file that does not exist.</summary>
    /// <exception cref="SpecificationException">It does not; it says which.</exception>
    internal static void Require(Field field, SampleFile? file)
    {
        if (file?.IsMissing != true) return;
        string message = field.Error($"the file {OneLine.Quote(file.Path)} does not exist.").Message;
        throw new SpecificationException(message) { MissingFile = file.Path };
    }
}
