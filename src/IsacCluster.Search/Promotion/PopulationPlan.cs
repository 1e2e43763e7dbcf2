using IsacCluster.Search.Randomness;
using IsacCluster.Search.Space;

namespace IsacCluster.Search.Promotion;

/// <summary>
/// Population-based training, in generations that all see the same: each member runs an interval of steps; then one that is among the worst
/// share of its generation takes the checkpoint of one drawn from the best share, with its parameters perturbed (<see
/// cref="Exploration"/>); the others go on as they are. Every member of every generation is a trial of its own, which names the one that it
/// goes on from. After the last step another population begins where the study has more trials.
/// </summary>
/// <remarks>Jaderberg et al., "Population based training of neural networks", arXiv 1711.09846, 2017: truncation selection.</remarks>
/// <param name="population">Members, at least 2.</param>
/// <param name="interval">Steps of a generation, at least 1.</param>
/// <param name="steps">Of a full evaluation, at least 1.</param>
/// <param name="share">Of the members that are replaced, and of those that replace them, in (0, 0.5]; at least one each.</param>
/// <param name="exploration">How parameters change.</param>
public sealed class PopulationPlan(int population, long interval, long steps, double share, Exploration exploration) : IPartPlan
{
    private readonly long _generations = (steps + interval - 1) / interval;

    public int MostParts => 1;

    public long TrialsAtOnce => population * _generations;

    public long MostEnqueued => population;

    public bool KeepsPaused => false;

    public bool Inherits => true;

    public Part? Next(PartView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (!view.MayBegin) return null;
        int index = view.Count;
        long place = index % TrialsAtOnce, generation = place / population;
        int member = (int)(place % population), first = index - member - population; // of the generation before
        var part = new Part(index, null, Math.Min(steps, (generation + 1) * interval), generation == _generations - 1);
        if (generation == 0) return part;
        var ranked = new List<(double Cost, int Index)>();
        for (int other = first; other < first + population; other++)
        {
            if (view.CostOf(other) is not { } cost) return null;
            ranked.Add((cost, other));
        }

        ranked.Sort();
        int exchanged = Math.Clamp((int)(population * share), 1, population / 2), own = first + member;
        int rank = ranked.FindIndex(one => one.Index == own);
        bool isReplaced = rank >= population - exchanged || double.IsInfinity(ranked[rank].Cost);
        int source = own;
        if (isReplaced)
        {
            var stream = new SearchStream(view.Seed, DrawPurpose.Population, 0, index);
            int good = Math.Min(exchanged, ranked.Count(one => double.IsFinite(one.Cost)));
            if (good == 0) return part; // none has a value: it begins anew
            source = ranked[stream.NextInt(good)].Index;
        }

        ParameterSet parameters = view.ParametersOf(source);
        return part with
        {
            Source = source,
            Parameters = isReplaced ? exploration.Of(parameters, view.Seed, index) : parameters,
            Clears = generation > 1 ? first - population + member : null,
        };
    }
}
