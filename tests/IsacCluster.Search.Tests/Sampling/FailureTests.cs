using IsacCluster.Search.Space;
using IsacCluster.Search.Studies;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Tests.Sampling;

/// <summary>Samplers that learn keep away from where trials fail, and learn from pruned ones.</summary>
public sealed class FailureTests
{
    private const int Startup = 10, Trials = 60;

    private static readonly ParameterSpace Space = new([new FloatParameter("x", 0, 1), new FloatParameter("y", 0, 1)]);

    private static readonly Dictionary<string, Func<double, double, bool>> Regions = new()
    {
        ["left of the best"] = (x, _) => x < 0.5,
        ["corner"] = (x, y) => x + y < 0.7,
        ["above"] = (_, y) => y > 0.4,
    };

    public static TheoryData<string, string> Cases =>
        [.. new[] { "auto", "tpe", "gp", "cma-es", "nsga2" }.SelectMany(sampler => Regions.Keys.Select(region => (sampler, region)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fewer_than_a_third_of_the_models_trials_fail(string sampler, string region)
    {
        Func<double, double, bool> fails = Regions[region];
        Study study = StudyRun.Empty(Space, SamplerCatalog.Create(sampler), lag: 1);
        for (int n = 0; n < Trials; n++)
        {
            ParameterSet at = study.Ask().Parameters;
            (double x, double y) = (at["x"].Number, at["y"].Number);
            if (fails(x, y)) study.TellFailed(n);
            else study.Tell(n, x + 0.3 * y);
        }

        int failed = study.Trials.Skip(Startup).Count(trial => trial.State == TrialState.Failed);
        Assert.True(failed < (Trials - Startup) / 3, $"{failed} of {Trials - Startup}");
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("tpe")]
    [InlineData("gp")]
    [InlineData("cma-es")]
    [InlineData("nsga2")]
    public void Pruned_trials_teach(string sampler)
    {
        // Only trials near the best are complete; all others are pruned with a value that says how far they are from it.
        Study study = StudyRun.Empty(Space, StudyRun.Create(sampler), 2);
        for (int n = 0; n < 80; n++)
        {
            ParameterSet at = study.Ask().Parameters;
            double cost = Math.Abs(at["x"].Number - 0.8) + Math.Abs(at["y"].Number - 0.2);
            study.Report(n, 1, cost);
            if (cost < 0.02) study.Tell(n, cost);
            else study.TellPruned(n);
        }

        // Uniform trials have a mean cost of 0.68.
        double mean = study.Trials.Skip(60).Average(trial => trial.Intermediate[0].Value);
        Assert.True(mean < 0.34, $"{mean}");
    }
}
