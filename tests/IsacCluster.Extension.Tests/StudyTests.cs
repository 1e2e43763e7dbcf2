using IsacCluster.Campaigns;
using IsacCluster.Jobs;

namespace IsacCluster.Extension.Tests;

/// <summary>A study with a sampler that stands outside src.</summary>
[Collection(ClustersCollection.Name)]
public sealed class StudyTests(Clusters clusters)
{
    private const string Spec =
        "kind: study\nname: spread\nsampler: {halton: {skip: 2}}\nobjective: {synthetic: sphere, dimensions: 2}\ntrials: 12\nparallel: 3\n";

    [Fact]
    public async Task Its_trials_are_the_points_of_the_sequence()
    {
        Finished study = await clusters.RunAsync(Spec);
        Assert.Equal("halton (skip 2)", study.Results.GetProperty("sampler").GetString());
        Assert.Contains("halton (skip 2)", study.Text("report.html"), StringComparison.Ordinal);
        double[][] points =
        [
            .. study.Results.GetProperty("trials").EnumerateArray()
                .Select(trial => trial.GetProperty("params").EnumerateObject().Select(value => value.Value.GetDouble()).ToArray()),
        ];
        Assert.Equal(12, points.Length);
        // Points 3, 4 and 5 in bases 2 and 3; the space is a box about 0.
        double half = (points[1][0] - points[0][0]) / (1.0 / 8 - 3.0 / 4) / 2;
        Assert.Equal([Of(3.0 / 4, 1.0 / 9), Of(1.0 / 8, 4.0 / 9), Of(5.0 / 8, 7.0 / 9)], points[..3].Select(p => $"{p[0]:F9} {p[1]:F9}"));

        string Of(double u, double v) => $"{half * (2 * u - 1):F9} {half * (2 * v - 1):F9}";
    }

    [Fact]
    public void Its_option_is_checked_and_an_unknown_one_is_refused()
    {
        Refused("skip: 2", "skip: -1", "sampler.halton.skip: '-1' is not allowed; expected a whole number from 0 to 1000000.");
        Refused("skip: 2", "skips: 2", "sampler.halton.skips: unknown field; did you mean 'skip'?");
    }

    private static void Refused(string given, string instead, string message)
    {
        string spec = Spec.Replace(given, instead, StringComparison.Ordinal);
        var error = Assert.Throws<SpecificationException>(() => new SpecificationReader().Parse(spec, "job.yaml"));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
