using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>Runs shards of a campaign on one thread, in chunks: generate, solve, evaluate, add. One evaluator a point.</summary>
internal sealed class CampaignRunner(CampaignJob job, TimeProvider time) : ITaskRunner
{
    private readonly Dictionary<int, SampleEvaluator> _evaluators = [];
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
        if (_evaluators.TryGetValue(lane, out SampleEvaluator? evaluator)) return evaluator;
        return _evaluators[lane] = SampleEvaluator.Of(job.Specification, job.Specification.Points[lane], _algorithms);
    }
}
