using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Promotion;

/// <summary>A stretch of a trial, from the checkpoint that another part left to a step: what one task evaluates.</summary>
/// <param name="Trial">0, 1, 2, ... in the order in which trials begin.</param>
/// <param name="Source">The part whose checkpoint it goes on from; null: from the start.</param>
/// <param name="To">It ends with the first report at or past this step.</param>
/// <param name="IsLast">Whether a full evaluation ends there, by itself.</param>
public sealed record Part(long Trial, int? Source, long To, bool IsLast)
{
    /// <summary>Of a trial that begins: its parameters; null: those that the sampler proposes.</summary>
    public ParameterSet? Parameters { get; init; }

    /// <summary>A trial whose checkpoints nobody needs once this part begins; null: none.</summary>
    public long? Clears { get; init; }
}

/// <summary>What came of a part.</summary>
/// <param name="State">Pruned: it ended at its step, and may go on; complete; failed.</param>
/// <param name="Reported">In this part, by ascending step.</param>
/// <param name="Values">One for each objective of a complete trial; else empty.</param>
/// <param name="Constraints">Of a complete trial, as <see cref="Trial.Constraints"/>.</param>
public sealed record PartResult(
    TrialState State, IReadOnlyList<IntermediateValue> Reported, IReadOnlyList<double> Values, IReadOnlyList<double> Constraints);
