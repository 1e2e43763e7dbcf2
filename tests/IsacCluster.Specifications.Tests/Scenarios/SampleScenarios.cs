using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Tests.Scenarios;

/// <summary>Reads the fields scenario and sweep of a text, as the readers of all kinds of jobs do.</summary>
internal static class SampleScenarios
{
    private static readonly string[] Fields = ["kind", "name", "algorithms", "samples", "scenario", "sweep"];

    public static IReadOnlyList<SweepPoint> Points(string text)
    {
        FieldMapping root = FieldMapping.Of(new Field(SpecDocument.Load(text, Marked.SpecPath), ""), Fields);
        ScenarioSource source = ScenarioReader.Read(root.Optional("scenario"));
        return SweepReader.Points(source, SweepReader.Read(root.Optional("sweep")));
    }
}
