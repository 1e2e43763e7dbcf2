using System.Numerics;
using IsacCluster.Campaigns.Onnx;
using IsacCluster.Campaigns.Programs;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// An ONNX model as an algorithm. Sample i always stands in the place i mod B of a batch of B, so that its design is the same bits in every
/// task and in a replay. Its designs are heuristic and audited as those of programs. One call a batch, in a stage of its name.
/// </summary>
/// <param name="name">The label in results.</param>
/// <param name="batch">B.</param>
internal sealed class OnnxAlgorithm(string name, OnnxModel model, int batch) : IDesignAlgorithm
{
    private readonly OnnxInference _inference = new(model, batch);

    public string Name => name;

    public int Batch => batch;

    public IReadOnlyList<DesignOutcome> Run(IReadOnlyList<Sample> samples, StageClock clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(clock);
        var outcomes = new DesignOutcome[samples.Count];
        for (int first = 0, next; first < outcomes.Length; first = next)
        {
            cancellation.ThrowIfCancellationRequested();
            var problems = new IsacInstance?[batch];
            for (next = first; next < outcomes.Length && IsNext(next); next++) problems[Place(samples[next])] = samples[next].Instance;
            Run(problems, samples, first, outcomes.AsSpan(first, next - first), clock, cancellation);

            bool IsNext(int i) =>
                samples[i].Index / batch == samples[first].Index / batch && problems[Place(samples[i])] is null;
        }

        return outcomes;
    }

    private int Place(Sample sample) => (int)(sample.Index % batch);

    private void Run(
        IsacInstance?[] problems, IReadOnlyList<Sample> samples, int first, Span<DesignOutcome> outcomes, StageClock clock,
        CancellationToken cancellation)
    {
        // The model computes all places, so each of them takes an equal part of the time, also where few are asked for.
        double seconds = 0;
        try
        {
            DesignAnswer answer;
            using (StageScope stage = clock.Measure(name))
            {
                try
                {
                    answer = _inference.Run(problems, cancellation);
                }
                finally
                {
                    seconds = stage.End() / batch;
                }
            }

            for (int i = 0; i < outcomes.Length; i++)
                outcomes[i] = Audited(answer, Place(samples[first + i]), samples[first + i].Instance, seconds);
        }
        catch (ProgramFailure failure) when (outcomes.Length == 1)
        {
            outcomes[0] = DesignOutcome.Failed(failure.Message, seconds);
        }
        catch (ProgramFailure)
        {
            // Each alone, so that a sample fails by itself, whoever else is asked for.
            for (int i = 0; i < outcomes.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var alone = new IsacInstance?[batch];
                alone[Place(samples[first + i])] = samples[first + i].Instance;
                Run(alone, samples, first + i, outcomes.Slice(i, 1), clock, cancellation);
            }
        }
    }

    private static DesignOutcome Audited(DesignAnswer answer, int place, IsacInstance instance, double seconds)
    {
        int size = instance.Antennas * instance.Users, square = instance.Antennas * instance.Antennas;
        if (!AllFinite(answer.C.AsSpan(place * size, size)) || !AllFinite(answer.Other.AsSpan(place * square, square)))
            return DesignOutcome.Failed("the design holds a number that is not finite", seconds);
        return DesignOutcome.Of(answer, place, instance, seconds);
    }

    private static bool AllFinite(ReadOnlySpan<Complex> values)
    {
        foreach (Complex value in values)
        {
            if (!Complex.IsFinite(value)) return false;
        }

        return true;
    }
}
