using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;

namespace IsacCluster.Cluster.Lanes;

/// <summary>Having the arguments of an adaptive job's tasks computed, away from the grain's turns.</summary>
internal sealed partial class LaneGrain
{
    /// <summary>The ledger has changed: there may be work for agents, and for the sequencer.</summary>
    private void GoOn()
    {
        AnnounceWork();
        Sequence();
    }

    /// <summary>
    /// Runs the sequencer's work piece by piece while there is any: each on a thread that is neither the grain's nor the pool's, its answer
    /// taken in on the grain's turn. Ends when the lane is suspended or opened anew, when it breaks, and with the activation.
    /// </summary>
    private void Sequence()
    {
        if (!_sequencing && _ledger is { } ledger) SequenceAsync(ledger).Ignore();
    }

    private async Task SequenceAsync(LaneLedger ledger)
    {
        _sequencing = true;
        while (Sequences(ledger) && ledger.BeginSequencing() is { } work)
        {
            try
            {
                var answer = await Task.Factory.StartNew(
                    work.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                ledger.EndSequencing(answer);
            }
            catch (Exception e)
            {
                if (ledger == _ledger) Break(e, new JobFailure(JobFailureKind.Job, $"Lane {Key.Lane}: {e.Message}"));
                break;
            }

            if (!Sequences(ledger)) break;
            AnnounceWork();
            if (ledger.Phase != LanePhase.Open) _commit.RequestAsync(urgent: true).Ignore();
        }

        _sequencing = false;
        if (ledger != _ledger) Sequence();
    }

    private bool Sequences(LaneLedger ledger) => ledger == _ledger && !_suspended && _fault is null && !_deactivated;
}
