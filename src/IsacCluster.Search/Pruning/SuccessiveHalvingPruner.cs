using IsacCluster.Search.Promotion;
using IsacCluster.Search.Space;

namespace IsacCluster.Search.Pruning;

/// <summary>
/// Asynchronous successive halving (ASHA), by stopping: at the rungs r, r eta, r eta^2, ... a trial goes on when it is among the best 1
/// / eta of the values that the shown trials reported at that rung, itself included, or the best of all. No trial waits, so the first
/// ones are let through more easily than those after them.
/// </summary>
/// <remarks>
/// Li, Jamieson, Rostamizadeh, Gonina, Hardt, Recht, Talwalkar, "A system for massively parallel hyperparameter tuning", MLSys 2020.
/// </remarks>
/// <param name="minResource">r: the first rung's step; at least 1, the default.</param>
/// <param name="reductionFactor">eta; at least 2, default 3.</param>
/// <param name="maxResource">Steps of a full evaluation, where trials pause and go on (<see cref="HalvingPlan"/>); null: none.</param>
public sealed class SuccessiveHalvingPruner(long minResource = 1, int reductionFactor = 3, long? maxResource = null) : IPruner
{
    private readonly long _least = minResource >= 1 ? minResource
        : throw new SearchSpaceException("asha", $"min_resource {minResource}", "at least 1");

    private readonly int _eta =
        reductionFactor >= 2 ? reductionFactor
            : throw new SearchSpaceException("asha", $"reduction_factor {reductionFactor}", "at least 2");

    public string Name => "asha";

    public IPartPlan? Plan { get; } = maxResource is not { } most ? null
        : most < minResource ? throw new SearchSpaceException("asha", $"max_resource {most}", $"at least {minResource}")
        : new HalvingPlan(reductionFactor, [[.. Rung.Geometric(minResource, reductionFactor, most - 1), most]], _ => 0);

    public IEnumerable<long> Rungs(long trial, IReadOnlyList<long> reported) => Rung.Geometric(_least, _eta, reported[^1]);

    public PruneBound? Bound(ReadOnlySpan<double> ascendingCosts) => Rung.Halve(ascendingCosts, _eta);
}
