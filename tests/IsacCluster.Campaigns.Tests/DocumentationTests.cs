using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.MonteCarlo.Metrics;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Jobs;
using IsacCluster.Search.Components;
using IsacCluster.Specifications.Json;
using static IsacCluster.Campaigns.Tests.SampleSpecifications;

namespace IsacCluster.Campaigns.Tests;

/// <summary>docs/specification.md says what the reader does.</summary>
public sealed class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "specification.md"));

    [Fact]
    public void The_example_is_valid()
    {
        string yaml = Page.Split("```yaml\n")[1].Split("```")[0];
        Assert.Equal(6, Parse<CampaignSpecification>(yaml).Points.Count);
    }

    [Fact]
    public void The_example_of_learned_algorithms_is_valid()
    {
        string yaml = Page.Split("```yaml\n")[2].Split("```")[0];
        var read = Parse<CampaignSpecification>($"kind: campaign\nname: x\nsamples: 1\n{yaml}");
        Assert.Equal(["sdr", "gnn-ip", "raw", "dnn-ip"], read.Algorithms.Select(algorithm => algorithm.Label));
    }

    [Fact]
    public void The_example_of_a_training_is_valid()
    {
        string yaml = Page.Split("```yaml\n")[3].Split("```")[0];
        Assert.Equal(3, Parse<TrainingSpecification>(yaml).Points.Count);
    }

    [Fact]
    public void The_example_of_a_study_is_valid()
    {
        string yaml = Page.Split("```yaml\n")[4].Split("```")[0];
        Assert.Equal(4, Parse<StudySpecification>(yaml).Space.Count);
    }

    [Fact]
    public void The_table_of_metrics_is_that_of_the_catalogue()
    {
        string[] lines = Page.Split("### Metrics\n")[1].Split("\n### ")[0].Split('\n');
        string[] rows = [.. lines.Where(line => line.StartsWith("| `", StringComparison.Ordinal))];
        Assert.Equal(DesignMetrics.All.Select(metric => $"| `{metric.Name}` | {metric.Symbol} | {metric.Unit} | {metric.Meaning} |"), rows);
    }

    /// <summary>Samplers and pruners with options, by the beginning of their rows.</summary>
    public static TheoryData<string> Components =>
    [
        .. SearchCatalogs.Samplers.All.Where(entry => entry.Options.Count > 0).Select(entry => $"sampler.{entry.Name}"),
        .. SearchCatalogs.Pruners.All.Where(entry => entry.Options.Count > 0).Select(entry => $"pruner.{entry.Name}"),
    ];

    [Theory]
    [MemberData(nameof(Components))]
    public void The_row_of_a_sampler_or_pruner_has_its_options_ranges_and_defaults(string path)
    {
        string name = path[(path.IndexOf('.', StringComparison.Ordinal) + 1)..];
        IReadOnlyList<ComponentOption> options = path.StartsWith("sampler.", StringComparison.Ordinal)
            ? SearchCatalogs.Samplers.Get(name).Options
            : SearchCatalogs.Pruners.Get(name).Options;
        string[] cells = Page.Split($"\n| `{path}` |")[1].Split('\n')[0].Split('|', StringSplitOptions.TrimEntries);
        Assert.Equal(options.Select(option => option.Name), cells[0].Split('`').Where((_, i) => i % 2 == 1));
        Assert.All(options, option => Assert.Contains(Range(option), cells[0].Split($"`{option.Name}`")[1], StringComparison.Ordinal));
        string[] defaults = cells[1].Split(", ");
        Assert.Equal(options.Count, defaults.Length);
        // The most resource is that of the objective where it tells its steps.
        Assert.All(options.Zip(defaults).Where(pair => pair.First.Name != "max_resource"), pair => Assert.Equal(
            pair.First.IsFlag ? pair.First.Default == 1 ? "true" : "false" : CanonicalJson.Number(pair.First.Default), pair.Second));
    }

    private static string Range(ComponentOption option) => option switch
    {
        { IsFlag: true } => "true or false",
        { IsWhole: true, High: < ComponentOption.MostWhole } => $"from {option.Low:0} to {option.High:0}",
        { IsWhole: true } => $"from {option.Low:0}",
        { High: double.PositiveInfinity } => "> 0",
        { HighIncluded: true } => $"in (0, {option.High:0}]",
        _ => $"in (0, {option.High:0})",
    };

    public static TheoryData<string, string> Mappings => new()
    {
        { Campaign("?: 1\n"), "" },
        { Dataset("?: 1\n"), "" },
        { Solve("?: 1\n"), "" },
        { TrainingText("?: 1\n"), "" },
        { TrainingText("network: {?: 1}\n"), "network." },
        { TrainingText("loss: {?: 1}\n"), "loss." },
        { TrainingText("data: {?: 1}\n"), "data." },
        { "kind: study\n?: 1\n", "" },
        { "kind: study\nname: x\nobjective: {?: 1}\n", "objective." },
        { "kind: study\nname: x\nobjective: {command: [f]}\nspace: {a: {?: 1}}\n", "space.NAME." },
        { "kind: study\nname: x\ntrials: 1\nobjective: {synthetic: sphere}\nsampler: {?: 1}\n", "sampler." },
        { "kind: study\nname: x\ntrials: 1\nobjective: {synthetic: sphere}\npruner: {?: 1}\n", "pruner." },
        { Campaign("scenario: {?: 1}\n"), "" },
        { Campaign("stop: {?: 1}\n"), "" },
        { "kind: campaign\nname: x\nsamples: 1\nalgorithms: [{gnn-ip: {?: 1}}]\n", "gnn-ip." },
        { Campaign("scenario: {targets: {?: 1}}\n"), "targets." },
        { Campaign("scenario: {channel: {rician: {?: 1}}}\n"), "channel.rician." },
        { Campaign("scenario: {channel: {geometric: {?: 1}}}\n"), "channel.geometric." },
    };

    /// <summary>The reader lists the fields that it knows in its message about an unknown one.</summary>
    [Theory]
    [MemberData(nameof(Mappings))]
    public void Every_field_has_its_row(string yaml, string prefix)
    {
        string wrong = yaml.Replace("?", "unknown-field", StringComparison.Ordinal);
        var error = Assert.Throws<SpecificationException>(() => Reader.Parse(wrong, SpecPath));
        string[] names = error.Message.Split("unknown field; expected one of ")[1].TrimEnd('.').Split(", ");
        Assert.All(names, name => Assert.Contains($"\n| `{prefix}{name}` |", Page, StringComparison.Ordinal));
    }

    /// <summary>
    /// With the page's path in the environment variable ISAC_WRITE_FIELDS the test writes the tables instead of comparing them, for the
    /// change of a declaration.
    /// </summary>
    [Fact]
    public void The_tables_of_fields_are_those_of_the_declarations()
    {
        var tables = new FieldTablePage(
            ParseTraining().Settings,
            Parse<StudySpecification>("kind: study\nname: x\ntrials: 1\nobjective: {synthetic: sphere}\n"));
        string rewritten = tables.Rewritten(Page);
        if (Environment.GetEnvironmentVariable("ISAC_WRITE_FIELDS") is { Length: > 0 } path) File.WriteAllText(path, rewritten);
        else Assert.Equal(rewritten, Page);
    }

    [Fact]
    public void The_message_is_the_one_that_the_page_shows()
    {
        var error = Assert.Throws<SpecificationException>(() => Reader.Parse(Campaign("scenario:\n  power: 1\n  noise:   -1\n"), SpecPath));
        Assert.Contains(error.Message, Page, StringComparison.Ordinal);
    }
}
