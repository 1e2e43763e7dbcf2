using IsacCluster.Campaigns.Programs;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// A program as an algorithm: one process, kept between batches. Its designs are heuristic: power and numbers are checked here, SINR and
/// mean squared error are measured as everyone's. What is no answer fails its batch, and the program is started again for the next; after
/// three failures in a row the rest of the task fails without asking. Stages: start, which ends with the answer to one sample that nobody
/// uses, so that what a program imports and compiles is no time of a design; then one call a batch in a stage of its name.
/// </summary>
/// <param name="name">The label in results.</param>
/// <param name="memory">Most bytes of memory that the program may take; null: no limit.</param>
internal sealed class ProgramAlgorithm(string name, ProgramCommand command, long? memory) : IDesignAlgorithm, IDisposable
{
    private const int MostFailures = 3;

    private readonly DesignProgram _program = new(command, memory);
    private int _failures;
    private string _last = "";

    public string Name => name;

    public int Batch => command.Batch;

    public void BeginTask() => _failures = 0;

    public IReadOnlyList<DesignOutcome> Run(IReadOnlyList<Sample> samples, StageClock clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(clock);
        var outcomes = new List<DesignOutcome>(samples.Count);
        foreach (IsacInstance[] batch in samples.Select(sample => sample.Instance).Chunk(command.Batch))
            outcomes.AddRange(Run(batch, clock, cancellation));
        return outcomes;
    }

    public void Dispose() => _program.End();

    private IEnumerable<DesignOutcome> Run(IsacInstance[] batch, StageClock clock, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_failures == MostFailures)
        {
            string last = $"not asked: the program failed {MostFailures} times in a row, at last so: {_last}";
            return batch.Select(_ => DesignOutcome.Failed(last, 0));
        }

        double seconds = 0;
        try
        {
            if (!_program.IsRunning) Start(batch[0], clock, cancellation);
            DesignAnswer answer;
            using (StageScope stage = clock.Measure(name))
            {
                try
                {
                    answer = _program.Ask(batch, clock.Time, cancellation);
                }
                finally
                {
                    seconds = stage.End() / batch.Length;
                }
            }

            _failures = 0;
            return batch.Select((instance, i) => DesignOutcome.Of(answer, i, instance, seconds)).ToArray();
        }
        catch (ProgramFailure failure)
        {
            _failures++;
            _last = failure.Message;
            return batch.Select(_ => DesignOutcome.Failed(failure.Message, seconds));
        }
    }

    private void Start(IsacInstance first, StageClock clock, CancellationToken cancellation)
    {
        using (clock.Measure("start"))
        {
            _program.Start();
            _program.Ask([first], clock.Time, cancellation);
        }
    }
}
