using IsacCluster.Jobs;

namespace IsacCluster.Extension.Tests.Coherence;

/// <summary>One lane per point, indices are samples. Immutable and thread-safe.</summary>
public sealed class CoherenceJob(CoherenceSpecification specification, TimeProvider time) : IReportableJob
{
    private const int LargestTask = 256, TasksPerPoint = 32;

    public string Id { get; } = specification.JobId;

    public IReadOnlyList<LanePlan> Lanes { get; } =
    [
        .. specification.Points.Select(
            point => new LanePlan(point.Id, (int)Math.Clamp(specification.Samples / TasksPerPoint, 1, LargestTask))),
    ];

    public ILaneResult Empty(int lane) => new CoherenceResult();

    public ILaneResult Read(int lane, ReadOnlySpan<byte> bytes) => CoherenceResult.FromBytes(bytes);

    public LaneDecision Decide(int lane, long boundary, ILaneResult merged) =>
        boundary < specification.Samples ? LaneDecision.ContinueTo(specification.Samples) : LaneDecision.Stop("samples");

    public ITaskRunner CreateRunner() => new CoherenceRunner(specification, new StageClock(time));

    public JobReport WriteReport(JobOutcome outcome, string folder) => CoherenceReport.Write(specification, outcome, folder);
}
