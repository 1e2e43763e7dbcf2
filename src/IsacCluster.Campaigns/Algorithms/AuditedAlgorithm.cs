using System.Numerics;
using IsacCluster.Campaigns.Programs;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// An algorithm of a user within this process: where it throws, each sample of the batch is asked for alone,
/// and that on which it throws again fails; a design of another size, with a number that is not finite or of another power fails its
/// sample. What it calls optimal is not certified here, so it counts as heuristic. It gets channels of its own and its designs are copied
/// at once, so that neither what it writes into its input nor work space that it uses again reaches anybody else's numbers.
/// </summary>
/// <param name="label">In results, whatever it calls itself.</param>
internal sealed class AuditedAlgorithm(string label, IDesignAlgorithm algorithm) : IDesignAlgorithm, IDisposable
{
    public string Name => label;

    public int Batch => Math.Max(1, algorithm.Batch);

    public void BeginTask() => algorithm.BeginTask();

    public IReadOnlyList<DesignOutcome> Run(IReadOnlyList<Sample> samples, StageClock clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(clock);
        if (algorithm.Batch <= 1 && samples.Count > 1) return [.. samples.SelectMany(sample => Run([sample], clock, cancellation))];
        IReadOnlyList<DesignOutcome>? outcomes;
        string refusal;
        try
        {
            outcomes = algorithm.Run([.. samples.Select(Own)], clock, cancellation);
            if (outcomes is not null && outcomes.Count == samples.Count)
                return [.. outcomes.Select((outcome, i) => Audited(outcome, samples[i].Instance))];
            refusal = $"{outcomes?.Count ?? 0} outcomes were returned for {samples.Count} samples";
        }
        catch (Exception error) when (error is not (OperationCanceledException or OutOfMemoryException))
        {
            refusal = $"{error.GetType().Name}: {error.Message}".ReplaceLineEndings(" ");
        }

        if (samples.Count == 1) return [DesignOutcome.Failed(refusal, 0)];
        return [.. samples.SelectMany(sample => Run([sample], clock, cancellation))];
    }

    public void Dispose() => (algorithm as IDisposable)?.Dispose();

    /// <summary>What designs may know, without the true channels.</summary>
    private static Sample Own(Sample sample) =>
        new(sample.Index, sample.Instance with { Channel = sample.Instance.Channel.Clone() }, sample.Evaluation);

    private static DesignOutcome Audited(DesignOutcome outcome, IsacInstance instance)
    {
        if (outcome.Design is not { } design) return outcome;
        return Refusal(design, instance) is { } wrong
            ? DesignOutcome.Failed(wrong, outcome.Seconds)
            : outcome with { Status = SolveStatus.Heuristic, Design = new Design(design.C.Clone(), design.S.Clone()) };
    }

    private static string? Refusal(Design design, IsacInstance instance)
    {
        int antennas = instance.Antennas, users = instance.Users;
        if (design.C.Rows != antennas || design.C.Columns > users || design.S.Rows != antennas || design.S.Columns > antennas)
        {
            return $"the design has C of {design.C.Rows} x {design.C.Columns} and S of {design.S.Rows} x {design.S.Columns}; expected "
                + $"{antennas} x {users} and {antennas} x {antennas}";
        }

        return design.C.Data.Concat(design.S.Data).All(Complex.IsFinite)
            ? DesignAnswer.PowerRefusal(design, instance)
            : "the design holds a number that is not finite";
    }
}
