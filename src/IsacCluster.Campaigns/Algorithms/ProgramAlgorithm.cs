using IsacCluster.Campaigns.Programs;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// A program as an algorithm: one process, kept between batches. Its designs are heuristic: power and numbers are checked here, SINR and
/// mean squared error are measured as everyone's. Where a batch has no answer, each of its samples is asked for alone, so that a sample
/// fails by itself, in whatever batch and task it is. The program is started again for them, and after each that it did not say to have
/// failed; where one that had served others ended, the sample is asked for once more after the start. After three such samples in a row
/// the rest of the task fails without asking. Stages: start, which ends with the answer to one sample that nobody uses, so that what a
/// program imports and compiles is no time of a design; then one call a batch in a stage of its name.
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
        int done = 0;
        bool isFresh = !_program.IsRunning;
        if (isFresh && _failures < MostFailures)
        {
            if (Start(batch[0], clock, cancellation) is { } failure)
            {
                yield return failure;
                done++;
            }
        }

        if (done == 0 && _failures < MostFailures && Ask(batch, isFresh, clock, cancellation) is { } outcomes)
        {
            foreach (DesignOutcome outcome in outcomes) yield return outcome;
            yield break;
        }

        foreach (IsacInstance instance in batch.Skip(done)) yield return Alone(instance, clock, cancellation);
    }

    private DesignOutcome Alone(IsacInstance instance, StageClock clock, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_failures == MostFailures)
            return DesignOutcome.Failed($"not asked: the program failed {MostFailures} times in a row, at last so: {_last}", 0);
        bool isFresh = !_program.IsRunning;
        if (isFresh && Start(instance, clock, cancellation) is { } failure) return failure;
        return Ask([instance], isFresh, clock, cancellation)?[0] ?? Alone(instance, clock, cancellation);
    }

    /// <summary>Null: a batch of several failed, or a program that had served others ended; it runs no more.</summary>
    private DesignOutcome[]? Ask(IsacInstance[] batch, bool isFresh, StageClock clock, CancellationToken cancellation)
    {
        double seconds = 0;
        try
        {
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
            return [.. batch.Select((instance, i) => DesignOutcome.Of(answer, i, instance, seconds))];
        }
        catch (ProgramFailure failure)
        {
            if (batch.Length == 1 && (isFresh || !failure.IsEnd)) return [Failed(failure, seconds)];
            _program.Dispose(); // one that said so runs on; what it did before must not decide which sample fails
            return null;
        }
    }

    /// <summary>Starts it and asks for a sample, which fails with it; null: it runs.</summary>
    private DesignOutcome? Start(IsacInstance first, StageClock clock, CancellationToken cancellation)
    {
        using (clock.Measure("start"))
        {
            _program.Start();
            try
            {
                _program.Ask([first], clock.Time, cancellation);
            }
            catch (ProgramFailure failure) when (failure.IsSaid)
            {
                // It runs; the sample is asked for again.
            }
            catch (ProgramFailure failure)
            {
                return Failed(failure, 0);
            }
        }

        return null;
    }

    private DesignOutcome Failed(ProgramFailure failure, double seconds)
    {
        _failures = failure.IsSaid ? 0 : _failures + 1;
        _last = failure.Message;
        return DesignOutcome.Failed(failure.Message, seconds);
    }
}
