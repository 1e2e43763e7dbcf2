using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Ledger;

/// <summary>The arguments of an adaptive job's tasks: computed ahead elsewhere, handed out here.</summary>
public sealed partial class LaneLedger
{
    /// <summary>
    /// The lowest index that should have an argument and has none. As many are ready in advance as the last call for leases lacked, at
    /// least one: more would be proposed from less than could be known when they begin.
    /// </summary>
    private long? NextArgument
    {
        get
        {
            // What was leased or attempted before the lane came up anew, which is asked for again and lies before the rest.
            foreach (var known in _retries.Ranges)
            {
                for (long index = known.Range.First; index < known.Range.End; index++)
                {
                    if (!_arguments!.IsReady(index)) return index;
                }
            }

            int ahead = 0;
            foreach (var gap in _available.Intervals)
            {
                for (long index = gap.First; index < gap.End && ahead < _argumentsAhead; index++, ahead++)
                {
                    if (!_arguments!.IsReady(index)) return index;
                }
            }

            return null;
        }
    }

    /// <summary>What the runner of a leased range is given beside it; null where ranges are all that it needs.</summary>
    public byte[]? ArgumentOf(Interval range) => _arguments?.Of(range.First);

    /// <summary>
    /// A piece of work for the lane's sequencer, to be run on another thread; null if there is none or one is under way.
    /// <see cref="EndSequencing"/> follows.
    /// </summary>
    public SequencerWork? BeginSequencing() => StopReason is not null ? null : _arguments?.TryBegin(NextArgument);

    /// <summary>Takes in what came of it: there may be work to lease now, or none may ever come.</summary>
    public void EndSequencing(SequencerAnswer answer) => _arguments!.End(answer);

    /// <summary>The sequencer reads it on another thread while more is merged into the original here.</summary>
    private ILaneResult Copy(ILaneResult result)
    {
        var copy = _job.Empty(_lane);
        copy.Merge(result);
        return copy;
    }
}
