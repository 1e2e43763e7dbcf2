using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Jobs;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Extension.Tests.Coherence;

/// <summary>
/// kind: coherence. Estimates E[|h_1^H h_2| / (||h_1|| ||h_2||)], how much alike the channels of the first two users are, at each point
/// of a sweep. Fields: name, seed, scenario, sweep, samples.
/// </summary>
public sealed class CoherenceKind : JobKind
{
    private static readonly string[] Known = ["kind", "name", "seed", "scenario", "sweep", "samples"];

    public override string Name => CoherenceSpecification.KindName;

    public override string LaneName => "point";

    public override string IndexName => "sample";

    public override bool WritesFiles => false;

    public override string? ExtentField => "samples";

    public override bool CanBeTimed => true;

    public override JobSpecification Read(SpecificationSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        FieldMapping root = FieldMapping.Of(source.Root, Known);
        ScenarioSource scenario = ScenarioReader.Read(root.Optional("scenario"));
        IReadOnlyList<SweepAxis> sweep = SweepReader.Read(root.Optional("sweep"));
        IReadOnlyList<SweepPoint> points = SweepReader.Points(scenario, sweep);
        if (points.FirstOrDefault(point => point.Scenario.Users < 2) is { } alone)
            throw source.Root.Error($"point {alone.Id} has one user; expected at least two, whose channels are compared.");
        return new CoherenceSpecification
        {
            SourcePath = source.Path,
            Name = CommonFields.Name(root),
            Seed = CommonFields.Seed(root),
            Scenario = scenario.Scenario,
            Sweep = sweep,
            Points = points,
            Samples = CommonFields.Samples(root),
        };
    }

    public override IReportableJob CreateJob(JobSpecification specification, JobSurroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        return new CoherenceJob((CoherenceSpecification)specification, surroundings.Time);
    }
}
