using IsacCluster.Search.Analysis;
using IsacCluster.Search.Sampling;
using IsacCluster.Search.Space;
using IsacCluster.Search.Studies;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Tests.Sampling;

/// <summary>What holds for every sampler.</summary>
public sealed class SamplerConformanceTests
{
    private const int Trials = 40;

    private static readonly ParameterSpace Space = new(
        [
            new FloatParameter("rate", 1e-4, 1, log: true), new FloatParameter("grid", 0, 1, step: 0.25), new IntParameter("layers", 1, 5),
            new IntParameter("width", 1, 256, log: true), new CategoricalParameter("kind", ["a", "b", "c"]),
            new FloatParameter("of-a", -1, 1, when: new Condition("kind", "a")),
            new IntParameter("of-b-or-c", 0, 40, step: 10, when: new Condition("kind", "b", "c")),
        ],
        [Constraint.Parse("layers * width <= 400")]);

    public static TheoryData<string> Samplers => [.. SamplerCatalog.Names];

    [Theory]
    [MemberData(nameof(Samplers))]
    public void Proposals_are_legal_feasible_and_have_the_active_parameters(string name)
    {
        foreach (Trial trial in Run(StudyRun.Create(name), 1, lag: 0).Trials)
        {
            // Create checks bounds, steps, activity and constraints independently of the sampler.
            Assert.Equal(trial.Parameters, Space.Create(trial.Parameters.Raw));
            string kind = trial.Parameters["kind"].Text!;
            Assert.Equal(kind == "a", trial.Parameters.Has("of-a"));
            Assert.NotEqual(kind == "a", trial.Parameters.Has("of-b-or-c"));
        }
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void The_same_seed_gives_the_same_trials_and_another_seed_others(string name)
    {
        string text = Run(StudyRun.Create(name), 7, lag: 0).Text();
        Assert.Equal(text, Run(StudyRun.Create(name), 7, lag: 0).Text());
        if (name != "grid") Assert.NotEqual(text, Run(StudyRun.Create(name), 8, lag: 0).Text());
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void A_proposal_is_a_function_of_the_history_not_of_the_instance(string name)
    {
        Study study = Run(StudyRun.Create(name), 3, lag: 0);
        Study fresh = study.Copy(study.Options with { Sampler = StudyRun.Create(name) });
        Assert.Equal(study.Ask().Parameters, fresh.Ask().Parameters);
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void With_a_lag_the_order_of_results_does_not_matter(string name)
    {
        string text = Run(StudyRun.Create(name), 5, lag: 3).Text();
        Assert.Equal(text, Run(StudyRun.Create(name), 5, lag: 3, newestFirst: true).Text());
    }

    public static TheoryData<string, double[]> Extremes =>
        [.. SamplerCatalog.Names.SelectMany(name => new double[][]
        {
            [1, 1], [1, double.BitIncrement(1)], [1e308, -1e308, double.MaxValue, double.MinValue], [5e-324, 0, -5e-324, 1e-310], [-0.0, 0],
            [1e300, 1, 1e-300],
        }.Select(costs => (name, costs)))];

    [Theory]
    [MemberData(nameof(Extremes))]
    public void Any_finite_costs_are_learned_from(string name, double[] costs)
    {
        Study study = StudyRun.Empty(Space, StudyRun.Create(name));
        for (int n = 0; n < 24; n++)
        {
            ParameterSet at = study.Ask().Parameters;
            Assert.Equal(at, Space.Create(at.Raw));
            study.Report(n, 1, costs[n % costs.Length]);
            if (n % 5 == 4) study.TellPruned(n);
            else study.Tell(n, costs[n % costs.Length]);
        }

        Assert.All(ParameterImportance.Of(study).Values, importance => Assert.InRange(importance, 0, 1));
    }

    [Fact]
    public void The_catalog_knows_them_by_their_names()
    {
        Assert.Equal(SamplerCatalog.Names, SamplerCatalog.Names.Select(name => SamplerCatalog.Create(name).Name));
        Assert.Throws<SearchSpaceException>(() => SamplerCatalog.Create("annealing"));
    }

    /// <summary>Asks while it can, then tells the oldest or the newest that runs; some trials fail.</summary>
    private static Study Run(ISampler sampler, ulong seed, int? lag, bool newestFirst = false)
    {
        Study study = StudyRun.Empty(Space, sampler, seed, lag);
        List<Trial> running = [];
        while (study.Trials.Count < Trials || running.Count > 0)
        {
            if (study.Trials.Count < Trials && study.TryAsk() is { Trial: { } trial })
            {
                running.Add(trial);
                continue;
            }

            Trial next = running[newestFirst ? ^1 : 0];
            running.Remove(next);
            if (next.Number % 9 == 4) study.TellFailed(next.Number);
            else study.Tell(next.Number, Cost(next.Parameters));
        }

        return study;
    }

    private static double Cost(ParameterSet set) =>
        Math.Abs(Math.Log10(set["rate"].Number) + 2) + set["grid"].Number + Math.Abs(set["layers"].Number - 3)
            + (set.Has("of-a") ? set["of-a"].Number : 0.5);
}
