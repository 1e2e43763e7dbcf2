using System.Security.Cryptography;
using IsacCluster.Campaigns.Datasets;
using IsacCluster.Jobs;
using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.Solving;

/// <summary>
/// Tasks that compute nothing and write no file: what their job takes is the cluster's own time. Its result is the number of indices that
/// were merged, which must come out as the number of tasks.
/// </summary>
public sealed class NoOpJob(NoOpSpecification specification) : IReportableJob
{
    public string Id { get; } = specification.JobId;

    public IReadOnlyList<LanePlan> Lanes { get; } = [new(specification.Name, 1)];

    public ILaneResult Empty(int lane) => new MergedCount(0);

    public ILaneResult Read(int lane, ReadOnlySpan<byte> bytes) => MergedCount.FromBytes(bytes);

    public LaneDecision Decide(int lane, long boundary, ILaneResult merged) =>
        boundary < specification.Tasks ? LaneDecision.ContinueTo(specification.Tasks) : LaneDecision.Stop("tasks");

    public ITaskRunner CreateRunner() => new Runner();

    public void Prepare() { }

    public JobReport WriteReport(JobOutcome outcome, string folder) => FileJobReport.Write(
        this, specification.Kind, specification.Name, outcome, folder,
        result => ($"sha256:{Convert.ToHexStringLower(SHA256.HashData(result.ToBytes()))}", null));

    private sealed class Runner : ITaskRunner
    {
        private static readonly Dictionary<string, StageTime> None = [];

        public TaskOutput Run(TaskRange range, CancellationToken cancellation) => new(new MergedCount(range.Count), None);

        public void Dispose() { }
    }

    private sealed class MergedCount(long value) : ILaneResult
    {
        private long _value = value;

        public static MergedCount FromBytes(ReadOnlySpan<byte> bytes)
        {
            var reader = new CanonicalReader(bytes);
            var count = new MergedCount(reader.ReadCount());
            reader.EnsureEnd();
            return count;
        }

        public void Merge(ILaneResult other) => _value += ((MergedCount)other)._value;

        public byte[] ToBytes()
        {
            var writer = new CanonicalWriter();
            writer.WriteCount(_value);
            return writer.ToArray();
        }
    }
}
