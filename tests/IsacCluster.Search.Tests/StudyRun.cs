using IsacCluster.Search.Sampling;
using IsacCluster.Search.Sampling.GaussianProcess;
using IsacCluster.Search.Sampling.Nsga2;
using IsacCluster.Search.Sampling.Tpe;
using IsacCluster.Search.Space;
using IsacCluster.Search.Studies;
using IsacCluster.Search.Synthetic;

namespace IsacCluster.Search.Tests;

/// <summary>Whole studies, for tests.</summary>
internal static class StudyRun
{
    /// <summary>The sampler, with settings that suit a few tens of trials.</summary>
    public static ISampler Create(string name) => name switch
    {
        "grid" => new GridSampler(3),
        "tpe" => new TpeSampler(new TpeOptions { StartupTrials = 5 }),
        "gp" => new GaussianProcessSampler(4),
        "nsga2" => new Nsga2Sampler(4),
        _ => SamplerCatalog.Create(name),
    };

    public static Study Empty(ParameterSpace space, ISampler sampler, ulong seed = 1, int? lag = 0) =>
        new(new StudyOptions { Space = space, Sampler = sampler, Seed = seed, Lag = lag });

    public static Study Sequential(SyntheticObjective objective, ISampler sampler, ulong seed, int trials)
    {
        Study study = Empty(objective.Space, sampler, seed);
        for (int i = 0; i < trials; i++) study.Tell(i, objective.Evaluate(study.Ask().Parameters, i));
        return study;
    }

    public static double BestValue(SyntheticObjective objective, ISampler sampler, ulong seed, int trials) =>
        Sequential(objective, sampler, seed, trials).Best!.Values[0];
}
