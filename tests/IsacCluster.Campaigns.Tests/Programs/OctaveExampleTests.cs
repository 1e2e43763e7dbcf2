using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Tests.Programs;

/// <summary>The examples of clients/matlab in Octave, over streams and by a folder as in MATLAB.</summary>
public sealed class OctaveExampleTests
{
    private const string Octave = "octave-cli";

    [Fact]
    public async Task Maximum_ratio_is_the_same_over_streams_and_by_a_folder_and_what_fails_is_said()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "clients", "matlab", "examples");
        if (await ProgramRun.EndAsync(folder, Octave, "--version") is not { ExitCode: 0 })
            Assert.Skip($"There is no {Octave} here (Debian: octave).");
        using var temporary = new TemporaryFolder();
        await File.WriteAllTextAsync(
            temporary["failing.m"],
            $"addpath('{Path.GetDirectoryName(folder)}');\nisac_algorithm(@(problem) deal(problem.channels, []));\n");
        var specification = (CampaignSpecification)new SpecificationReader().Parse(
            $$"""
            kind: campaign
            name: x
            samples: 5
            algorithms:
              - streams: {command: [{{Octave}}, --no-gui, --quiet, maximum_ratio.m], batch: 2}
              - folder: {command: [{{Octave}}, --no-gui, --quiet, maximum_ratio.m], batch: 2, exchange: folder}
              - matlab: {command: [{{Octave}}, --no-gui, --quiet, maximum_ratio_matlab.m], batch: 2, exchange: folder}
              - failing: {command: [{{Octave}}, --no-gui, --quiet, "{{temporary["failing.m"]}}"], exchange: folder}
            """, Path.Combine(folder, "x.yaml"));
        using SampleEvaluator evaluator = SampleEvaluator.Of(specification, specification.Points[0]);
        foreach (SampleEvaluation sample in evaluator.Evaluate(0, 5, new StageClock(TimeProvider.System), CancellationToken.None))
        {
            Assert.All(sample.Algorithms.Take(3), algorithm => Assert.Null(algorithm.Why));
            Assert.Equal(sample.Algorithms[0].Design!.C.Data, sample.Algorithms[1].Design!.C.Data);
            Assert.Equal(sample.Algorithms[0].Mse, sample.Algorithms[2].Mse);
            Assert.Contains(
                "the program says: the array c has the shape (1, 2, 10); expected (1, 10, 2)", sample.Algorithms[3].Why,
                StringComparison.Ordinal);
        }
    }
}
