using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Tests.Programs;

/// <summary>The examples of clients/python, which need NumPy.</summary>
public sealed class NumpyExampleTests
{
    /// <summary>Debian's, for which python3-numpy is installed, before one's own.</summary>
    private static readonly string[] Pythons = ["/usr/bin/python3", "python3"];

    [Fact]
    public async Task Zero_forcing_in_NumPy_has_the_value_of_the_built_in_on_every_sample_and_maximum_ratio_its_closed_form()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "clients", "python", "examples"), python = await PythonAsync();
        var specification = (CampaignSpecification)new SpecificationReader().Parse(
            $$$"""
            kind: campaign
            name: x
            samples: 8
            algorithms:
              - zf-pinv
              - numpy: {command: [{{{python}}}, zf_pinv.py, --grid, 180]}
              - ratio: {command: [{{{python}}}, maximum_ratio.py], batch: 3}
            """, Path.Combine(folder, "x.yaml"));
        using SampleEvaluator evaluator = SampleEvaluator.Of(specification, specification.Points[0]);
        foreach (SampleEvaluation sample in evaluator.Evaluate(0, 8, new StageClock(TimeProvider.System), CancellationToken.None))
        {
            Assert.All(sample.Algorithms, algorithm => Assert.Null(algorithm.Why));
            Assert.InRange(sample.Algorithms[1].Mse - sample.Algorithms[0].Mse, -1e-9, 1e-9);
            Assert.True(sample.Algorithms[1].Satisfied);
            Assert.Equal(1, sample.Algorithms[2].Design!.Power(), 12);
        }
    }

    private static async Task<string> PythonAsync()
    {
        foreach (string python in Pythons)
        {
            if (await ProgramRun.EndAsync(Path.GetTempPath(), python, "-c", "import numpy") is { ExitCode: 0 }) return python;
        }

        Assert.Skip("No python3 here has NumPy (Debian: python3-numpy).");
        return "";
    }
}
