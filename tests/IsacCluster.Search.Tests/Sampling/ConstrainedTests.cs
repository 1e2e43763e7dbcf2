using IsacCluster.Search.Analysis;
using IsacCluster.Search.Pruning;
using IsacCluster.Search.Sampling;
using IsacCluster.Search.Space;
using IsacCluster.Search.Studies;
using IsacCluster.Search.Synthetic;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Tests.Sampling;

/// <summary>Samplers under constraints on what trials measure.</summary>
public sealed class ConstrainedTests
{
    private static readonly Constraint Limit = Constraint.Parse("c <= -0.95");

    public static TheoryData<string, int, double> Learning => new()
    {
        { "auto", 60, 0.05 }, { "gp", 60, 0.05 }, { "tpe", 200, 0.25 }, { "cma-es", 200, 0.25 }, { "nsga2", 400, 0.35 },
    };

    /// <summary>2 % of the square is feasible; the best value is 0.253.</summary>
    [Theory]
    [MemberData(nameof(Learning))]
    public void Those_that_learn_find_the_feasible_part_and_its_best(string name, int trials, double error)
    {
        var objective = new Gardner();
        IEnumerable<Study> studies =
            Enumerable.Range(0, 3).Select(seed => Run(objective, [Limit], SamplerCatalog.Create(name), (ulong)seed, trials));
        double[] found = [.. studies.Select(study => study.Best?.Values[0] ?? double.PositiveInfinity).Order()];
        Assert.InRange(found[1], objective.Optimum - 1e-9, objective.Optimum + error);
    }

    [Fact]
    public void The_front_of_a_constrained_study_is_feasible_and_wide()
    {
        Study study = Run(
            new BinhKorn(), [Constraint.Parse("c1 <= 25"), Constraint.Parse("c2 >= 7.7")], SamplerCatalog.Create("nsga2"), 1, 400);
        IReadOnlyList<Trial> front = ParetoFront.Of(study);
        Assert.All(front, trial => Assert.True(trial.IsFeasible));
        // Of the box up to (140, 50) the whole front of Binh and Korn leaves about 5250 dominated.
        Assert.True(Hypervolume.Of(front.Select(trial => trial.Values.ToArray()), [140, 50]) > 5000);
        Assert.Contains(study.Trials, trial => !trial.IsFeasible);
    }

    [Fact]
    public void Infeasible_trials_rank_behind_all_feasible_ones_by_how_much_they_violate()
    {
        double[][] costs = [[1, 1], [0, 0], [2, 2], [0, 0], [1, 1]];
        Assert.Equal([0, 3, 1, 2, 3], ParetoFront.Ranks(costs, [0, 5, 0, 1, 5]));
    }

    [Fact]
    public void What_is_infeasible_prunes_nobody()
    {
        Study study = StudyRun.Empty(new Sphere(1).Space, new RandomSampler());
        for (int n = 0; n < 6; n++)
        {
            study.Ask();
            study.Record(
                n, study.Trials[n].Parameters, TrialState.Complete, [n < 3 ? 0 : 9], [new IntermediateValue(1, n < 3 ? 0 : 9)],
                [n < 3 ? 1 : -1]);
        }

        var view = new StudyView(study.Options.Space, study.Options.Directions, 1, study.Trials, 6, []);
        PruneBounds bounds = PruneBounds.Of(view, new MedianPruner(startupTrials: 3), 7);
        Assert.Equal(9, bounds.Rungs.Single().Value.Cost);
    }

    private static Study Run(SyntheticObjective objective, Constraint[] constraints, ISampler sampler, ulong seed, int trials)
    {
        var study = new Study(new StudyOptions
        {
            Space = objective.Space,
            Sampler = sampler,
            Seed = seed,
            Directions = [.. Enumerable.Repeat(Direction.Minimize, objective.Objectives)],
        });
        for (int n = 0; n < trials; n++)
        {
            ParameterSet at = study.Ask().Parameters;
            double[] measured = objective.Measure(at, n);
            study.Record(
                n, at, TrialState.Complete, measured[..objective.Objectives], [],
                [.. constraints.Select(constraint => constraint.Excess(objective.Measured, measured) / constraint.Scale)]);
        }

        return study;
    }
}
