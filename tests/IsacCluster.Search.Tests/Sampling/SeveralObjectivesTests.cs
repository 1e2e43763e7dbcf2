using IsacCluster.Search.Analysis;
using IsacCluster.Search.Sampling.Tpe;
using IsacCluster.Search.Studies;
using IsacCluster.Search.Synthetic;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Tests.Sampling;

/// <summary>Samplers of several objectives.</summary>
public sealed class SeveralObjectivesTests
{
    private static readonly double[] Reference = [1.1, 11];

    public static TheoryData<string> Models => ["tpe", "gp", "auto"];

    [Theory]
    [InlineData("tpe", 100)]
    [InlineData("gp", 50)]
    public void Those_with_a_model_leave_less_of_the_front_s_volume_out_than_nsga2(string name, int trials)
    {
        double model = Missing(name, trials), nsga2 = Missing("nsga2", 100);
        Assert.True(model < 0.5 * nsga2, $"{model} {nsga2}");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_proposal_is_a_function_of_the_history_shown_in_any_order_of_results(string name)
    {
        Study study = Run(new Zdt2(3), name, 4, 40, lag: 3);
        Assert.Equal(study.Text(), Run(new Zdt2(3), name, 4, 40, lag: 3, newestFirst: true).Text());
        Study fresh = study.Copy(study.Options with { Sampler = StudyRun.Create(name) });
        Assert.Equal(study.Ask().Parameters, fresh.Ask().Parameters);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Units_of_the_objectives_and_extreme_values_are_no_matter(string name)
    {
        Study plain = Run(new Zdt1(2), name, 1, 30), scaled = Run(new Zdt1(2), name, 1, 30, factor: 1024);
        Assert.Equal(plain.Trials.Select(trial => trial.Parameters), scaled.Trials.Select(trial => trial.Parameters));
        Run(new Zdt1(2), name, 1, 30, factor: double.MaxValue / 16);
        Run(new Zdt1(2), name, 1, 30, factor: 0);
    }

    [Fact]
    public void Three_objectives_have_a_front_and_a_constraint_holds_on_it()
    {
        var objective = new Sphere(3);
        var study = new Study(new StudyOptions
        {
            Space = objective.Space,
            Sampler = new TpeSampler(),
            Seed = 3,
            Directions = [Direction.Minimize, Direction.Maximize, Direction.Minimize],
        });
        for (int n = 0; n < 120; n++)
        {
            Trial trial = study.Ask();
            double x = trial.Parameters.Raw[0], y = trial.Parameters.Raw[1], z = trial.Parameters.Raw[2];
            study.Record(
                n, trial.Parameters, TrialState.Complete, [x * x + y * y, -(x - 2) * (x - 2) - z * z, (z - 1) * (z - 1)], [], [y - 0.5]);
        }

        Assert.All(ParetoFront.Of(study), trial => Assert.True(trial.Parameters.Raw[1] <= 0.5));
        Assert.True(study.Trials.Skip(60).Average(trial => Math.Abs(trial.Parameters.Raw[1])) < 1.5); // uniform: 2.5
    }

    private static double Missing(string name, int trials) => Enumerable.Range(0, 3).Average(seed =>
        1.1 * 11 - 1.0 / 3 - Hypervolume.Of(
            ParetoFront.Of(Run(new Zdt1(5), name, (ulong)seed, trials)).Select(trial => trial.Values.ToArray()), Reference));

    private static Study Run(
        SyntheticObjective objective, string name, ulong seed, int trials, int? lag = 0, bool newestFirst = false, double factor = 1)
    {
        var study = new Study(new StudyOptions
        {
            Space = objective.Space,
            Sampler = StudyRun.Create(name),
            Seed = seed,
            Lag = lag,
            Directions = [Direction.Minimize, Direction.Minimize],
        });
        List<Trial> running = [];
        while (study.Trials.Count < trials || running.Count > 0)
        {
            if (study.Trials.Count < trials && study.TryAsk() is { Trial: { } trial })
            {
                running.Add(trial);
                continue;
            }

            Trial next = running[newestFirst ? ^1 : 0];
            running.Remove(next);
            study.Tell(next.Number, [.. objective.EvaluateAll(next.Parameters, next.Number).Select(value => factor * value)]);
        }

        return study;
    }
}
