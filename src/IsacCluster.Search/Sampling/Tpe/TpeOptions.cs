using IsacCluster.Search.Space;

namespace IsacCluster.Search.Sampling.Tpe;

/// <summary>Settings of <see cref="TpeSampler"/>, with the papers' symbols.</summary>
public sealed record TpeOptions
{
    /// <summary>Trials drawn without a model until so many results are shown. Default 10.</summary>
    public int StartupTrials { get; init; } = 10;

    /// <summary>Candidates drawn from l(x), of which the one with the greatest l / g is proposed. Default 24.</summary>
    public int Candidates { get; init; } = 24;

    /// <summary>Good trials are the best min(ceil(GoodShare n), MostGood). Defaults 0.1 and 25.</summary>
    public double GoodShare { get; init; } = 0.1;

    public int MostGood { get; init; } = 25;

    /// <summary>
    /// Most other trials in the density g: a keyed sample of all of them, so an ask costs the same after any number. Default 256.
    /// </summary>
    public int MostOthers { get; init; } = 256;

    /// <summary>Weight of the prior's kernel, in trials. Default 1.</summary>
    public double PriorWeight { get; init; } = 1;

    /// <summary>Weight of the uniform part of a categorical kernel, in trials: e = CategoryWeight / kernels. Default 2.</summary>
    public double CategoryWeight { get; init; } = 2;

    /// <summary>
    /// sigma = Bandwidth n^(-1 / (d + 4)) of d numerical and categorical parameters, in units of the parameter's range; at least half the
    /// cell of a discrete one. Default 0.05.
    /// </summary>
    public double Bandwidth { get; init; } = 0.05;

    /// <exception cref="SearchSpaceException">A setting is out of range.</exception>
    public void Validate()
    {
        Check(StartupTrials >= 1, "startup_trials", StartupTrials, "at least 1");
        Check(Candidates >= 1, "candidates", Candidates, "at least 1");
        Check(GoodShare is > 0 and < 1, "good_share", GoodShare, "(0, 1)");
        Check(MostGood >= 1, "most_good", MostGood, "at least 1");
        Check(MostOthers >= 16, "most_others", MostOthers, "at least 16");
        Check(PriorWeight > 0, "prior_weight", PriorWeight, "above 0");
        Check(CategoryWeight > 0, "category_weight", CategoryWeight, "above 0");
        Check(Bandwidth is > 0 and <= 1, "bandwidth", Bandwidth, "(0, 1]");
    }

    private static void Check(bool holds, string name, double value, string allowed)
    {
        if (!holds) throw new SearchSpaceException("tpe", $"{name} {value}", allowed);
    }
}
