using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>
/// Runs shards of a campaign on one thread, in chunks: generate, solve, evaluate, add. One evaluator a point; those of the latest points
/// are kept, for a campaign may have ten thousand and the work space of each has some 80 kB.
/// </summary>
internal sealed class CampaignRunner(CampaignJob job, TimeProvider time) : ITaskRunner
{
    private const int Kept = 16;

    private readonly List<(int Lane, SampleEvaluator Evaluator)> _evaluators = []; // the latest last
    private readonly ThreadAlgorithms _algorithms = new(job.Specification.Algorithms, job.ProgramMemory);

    public TaskOutput Run(TaskRange range, CancellationToken cancellation)
    {
        var clock = new StageClock(time);
        var statistics = (PointStatistics)job.Empty(range.Lane);
        SampleEvaluator evaluator;
        using (clock.Measure("prepare")) evaluator = Evaluator(range.Lane);
        _algorithms.BeginTask();
        var lines = new List<string>();
        for (long first = range.First; first < range.End; first += evaluator.LargestChunk)
        {
            int count = (int)Math.Min(evaluator.LargestChunk, range.End - first);
            foreach (SampleEvaluation evaluation in evaluator.Evaluate(first, count, clock, cancellation))
            {
                using (clock.Measure("merge")) statistics.Add(evaluation);
                if (job.Rows is not null) lines.Add(job.Rows.Lines(job.Specification.Points[range.Lane].Id, evaluation));
            }
        }

        if (job.Rows is not null)
        {
            using (clock.Measure("persist")) job.Rows.WritePart(range.Lane, range.First, lines);
        }

        return new TaskOutput(statistics, clock.Snapshot());
    }

    public void Dispose() => _algorithms.Dispose();

    private SampleEvaluator Evaluator(int lane)
    {
        int at = _evaluators.FindIndex(entry => entry.Lane == lane);
        SampleEvaluator evaluator = at >= 0
            ? _evaluators[at].Evaluator
            : SampleEvaluator.Of(job.Specification, job.Specification.Points[lane], _algorithms);
        if (at >= 0) _evaluators.RemoveAt(at);
        else if (_evaluators.Count == Kept) _evaluators.RemoveAt(0);
        _evaluators.Add((lane, evaluator));
        return evaluator;
    }
}
