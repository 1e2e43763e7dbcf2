using IsacCluster.Campaigns.Datasets;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>
/// A Monte Carlo campaign as a job: one lane per point of the sweep, indices are samples. With a stopping rule the canonical
/// boundaries are the rule's looks; without one the only boundary is the number of samples. Tasks hold whole trajectories.
/// </summary>
/// <param name="outputFolder">Where per-sample rows go, if the specification asks for them.</param>
/// <param name="programMemory">Most bytes of memory that the program of an algorithm may take here. Default: no limit.</param>
public sealed class CampaignJob(CampaignSpecification specification, string outputFolder, TimeProvider time, long? programMemory = null)
    : IDetailedJob
{
    private const string ClaimSchema = "isac-campaign-manifest-v1";
    private const int LargestAutomaticShard = 256;
    private const int AutomaticShardsPerPoint = 32;

    private readonly IReadOnlyList<StatisticsLayout> _layouts = Layouts(specification);

    public CampaignSpecification Specification { get; } = specification ?? throw new ArgumentNullException(nameof(specification));

    /// <summary>Of each lane; null: every point runs all its samples.</summary>
    internal IReadOnlyList<StoppingRule>? Rules { get; } = specification.Stop is { } stop
        ?
        [
            .. specification.Points.Select(point => new StoppingRule(
                stop.RelativeHalfWidth, stop.Confidence, stop.MinSamples, specification.Samples, point.Scenario.Slots)),
        ]
        : null;

    public string Id => Specification.JobId;

    public IReadOnlyList<string> Lacks { get; } =
    [
        .. specification.Points.SelectMany(point => SampleFiles.Lacking(point.Scenario))
            .Concat(specification.Algorithms.SelectMany(algorithm => algorithm.Lacks)).Distinct(StringComparer.Ordinal),
    ];

    public bool PlansWithoutFiles => Rows is null;

    public IReadOnlyList<string> Programs =>
        [.. Specification.Algorithms.SelectMany(algorithm => algorithm.Programs).Distinct(StringComparer.Ordinal)];

    internal long? ProgramMemory { get; } = programMemory;

    public IReadOnlyList<LanePlan> Lanes { get; } =
        [.. specification.Points.Select(point => new LanePlan(point.Id, ShardSize(specification, point.Scenario.Slots)))];

    public ILaneResult Empty(int lane) => new PointStatistics(_layouts[lane]);

    public ILaneResult Read(int lane, ReadOnlySpan<byte> bytes) => PointStatistics.FromBytes(_layouts[lane], bytes);

    public long? NextBoundary(int lane, long boundary) =>
        Rules is not null ? Rules[lane].NextLook(boundary) : boundary < Specification.Samples ? Specification.Samples : null;

    public LaneDecision Decide(int lane, long boundary, ILaneResult merged)
    {
        long samples = Specification.Samples;
        if (Rules is null) return boundary >= samples ? LaneDecision.Stop(StopReasons.Samples) : LaneDecision.ContinueTo(samples);
        StoppingRule rule = Rules[lane];
        return rule.Decide(boundary, Watched(lane, ((PointStatistics)merged).Mse)) switch
        {
            StoppingVerdict.PrecisionReached => LaneDecision.Stop(StopReasons.Precision),
            StoppingVerdict.SampleLimitReached => LaneDecision.Stop(StopReasons.Samples),
            _ => LaneDecision.ContinueTo(rule.NextLook(boundary)!.Value),
        };
    }

    /// <summary>Null: no rows were asked for.</summary>
    internal SampleRows? Rows { get; } = specification.Rows ? new SampleRows(outputFolder, specification.Metrics) : null;

    public ITaskRunner CreateRunner() => new CampaignRunner(this, time);

    /// <summary>Claims the output folder where rows go there: parts of two jobs would become one file.</summary>
    /// <exception cref="SpecificationException">The folder holds the files of another job.</exception>
    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    public void Prepare()
    {
        if (Rows is not null) ManifestJson.Own(outputFolder, ClaimSchema, Specification.Name, Id);
    }

    public JobReport WriteReport(JobOutcome outcome, string folder)
    {
        using var report = new CampaignReport(this, time);
        return report.Write(outcome, folder);
    }

    public JobDetail Detail(JobOutcome outcome, TraceBook traces, bool runs) => CampaignDetail.Of(this, outcome, traces);

    private static IReadOnlyList<StatisticsLayout> Layouts(CampaignSpecification specification)
    {
        bool[] inParts = [.. specification.Algorithms.Select(algorithm => algorithm.HasParts)];
        int failures = FailureLog.MostOf(specification.Points.Count * specification.Algorithms.Count);
        var bySlots = new Dictionary<int, StatisticsLayout>();
        return [.. specification.Points.Select(point => Layout(point.Scenario.Slots))];

        StatisticsLayout Layout(int slots) => bySlots.TryGetValue(slots, out StatisticsLayout? shared) ? shared
            : bySlots[slots] = new StatisticsLayout(
                inParts, specification.Metrics.Count, specification.CommonSamples, slots, failures);
    }

    /// <summary>The means that a rule waits for: all but those that no sample can change.</summary>
    private IEnumerable<RatioEstimate> Watched(int lane, MseStatistics mse)
    {
        for (int a = 0; a < Specification.Algorithms.Count; a++)
        {
            if (!Specification.Algorithms[a].IsConstantAt(Specification.Points[lane])) yield return mse.Mean(a);
        }
    }

    /// <summary>Rounded up to whole trajectories.</summary>
    private static int ShardSize(CampaignSpecification specification, int slots)
    {
        int samples = specification.ShardSize
            ?? (int)Math.Clamp(specification.Samples / AutomaticShardsPerPoint, 1, LargestAutomaticShard);
        return (samples + slots - 1) / slots * slots;
    }
}

/// <summary>Why a point ended, as in results.json.</summary>
public static class StopReasons
{
    public const string Samples = "samples";
    public const string Precision = "precision";
    public const string Incomplete = "incomplete";
}
