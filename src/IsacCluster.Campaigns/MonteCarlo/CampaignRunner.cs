using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Jobs;
using IsacCluster.Campaigns.Specs;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>Runs shards of a campaign on one thread: generate, solve, evaluate, add. Evaluators are made once per point.</summary>
internal sealed class CampaignRunner(CampaignSpecification specification, SampleRows? rows, TimeProvider time) : ITaskRunner
{
    private readonly Dictionary<int, SampleEvaluator> _evaluators = [];
    private readonly IDesignAlgorithm[] _algorithms = [.. specification.Algorithms.Select(AlgorithmCatalog.Create)];

    public TaskOutput Run(TaskRange range, CancellationToken cancellation)
    {
        var clock = new StageClock(time);
        var statistics = new PointStatistics(_algorithms.Length);
        SampleEvaluator evaluator = Evaluator(range.Lane);
        var lines = new List<string>();
        for (long index = range.First; index < range.End; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            SampleEvaluation evaluation = evaluator.Evaluate(index, clock);
            using (clock.Measure("merge")) statistics.Add(evaluation);
            if (rows is not null) lines.Add(SampleRows.Lines(specification.Points[range.Lane].Id, evaluation));
        }

        if (rows is not null)
        {
            using (clock.Measure("persist")) rows.WritePart(range.Lane, range.First, lines);
        }

        return new TaskOutput(statistics, clock.Snapshot());
    }

    public void Dispose() { }

    private SampleEvaluator Evaluator(int lane)
    {
        if (_evaluators.TryGetValue(lane, out SampleEvaluator? evaluator)) return evaluator;
        return _evaluators[lane] = new SampleEvaluator(specification.Points[lane].Scenario, specification.Seed, _algorithms);
    }
}
