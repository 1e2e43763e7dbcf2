namespace IsacCluster.Campaigns.Studies.Objectives;

/// <summary>Evaluates trials, one at a time. It belongs to one runner.</summary>
internal interface ITrialObjective
{
    /// <summary>Stage of its time in the timing ledger.</summary>
    string Stage { get; }

    /// <summary>
    /// What was measured for one seed of a trial, one number for each column; null once <see cref="TrialRun.Report"/> has said that the
    /// trial is pruned.
    /// </summary>
    /// <exception cref="TrialFailedException">It could not be evaluated.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what the trial's folder holds lets it go on.</exception>
    IReadOnlyList<double>? Evaluate(TrialRun run, CancellationToken cancellation);
}

/// <summary>A trial could not be evaluated: an outcome of the trial, not of the cluster.</summary>
/// <param name="message">One line.</param>
/// <param name="mayPass">Whether another attempt may do better.</param>
internal sealed class TrialFailedException(string message, bool mayPass) : Exception(message)
{
    public bool MayPass { get; } = mayPass;

    /// <summary>Bytes of output up to the failure, of which none is a result.</summary>
    public long OutputEnd { get; init; }
}
