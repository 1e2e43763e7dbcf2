using System.Text.Json;
using IsacCluster.Campaigns;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Jobs;
using IsacCluster.Silo.Hosting;
using IsacCluster.Specifications;

namespace IsacCluster.Extension.Tests;

/// <summary>A kind of job that stands outside src.</summary>
[Collection(ClustersCollection.Name)]
public sealed class CoherenceTests(Clusters clusters)
{
    private const string Spec =
        """
        kind: coherence
        name: alike
        seed: 8
        scenario: {antennas: 2}
        sweep: {channel: [rayleigh, {correlated: {rho: 0.95}}]}
        samples: 1000
        """;

    /// <summary>
    /// Of two isotropic unit vectors |u^H v|^2 is Beta(1, M - 1), so with M = 2 the mean of its root is 2/3, here with a standard error
    /// of 0.0075.
    /// </summary>
    [Fact]
    public async Task Its_estimate_is_right_and_reported()
    {
        Finished coherence = await clusters.RunAsync(Spec);
        JsonElement[] points = [.. coherence.Results.GetProperty("points").EnumerateArray()];
        Assert.All(points, point => Assert.Equal(1000, point.GetProperty("n").GetInt32()));
        Assert.InRange(Mean(points[0]), 2.0 / 3 - 0.03, 2.0 / 3 + 0.03);
        Assert.InRange(Mean(points[1]), 0.8, 1);
        Assert.Equal(2, coherence.Report.Summary!.Rows.Count);
        string page = coherence.Text("report.html");
        Assert.All(["channel=correlated_0.95rho", coherence.Report.Digest], text => Assert.Contains(text, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_stopped_cluster_has_computed_is_extended_by_another()
    {
        using var folder = new TemporaryFolder();
        string shorter = Spec.Replace("samples: 1000", "samples: 300", StringComparison.Ordinal);
        await using (EmbeddedCluster first = await Clusters.StartAsync(folder["data"], silos: 1))
            await Clusters.RunAsync(first, shorter, folder["shorter"]);
        await using EmbeddedCluster second = await Clusters.StartAsync(folder["data"], silos: 2);
        Finished extended = await Clusters.RunAsync(second, Spec, folder["longer"]);
        Assert.Equal((600, 1400), (extended.Counts.SamplesReused, extended.Counts.SamplesComputed));
        Assert.Equal((await clusters.RunAsync(Spec)).Report.Digest, extended.Report.Digest);
    }

    [Fact]
    public void It_is_read_planned_and_forecast_as_every_kind()
    {
        JobSpecification specification = Read(Spec);
        JobKind kind = JobKinds.Of(specification);
        Assert.Equal("samples", kind.ExtentField);
        Assert.Equal(specification.JobId, Read(Spec.Replace("1000", "2000", StringComparison.Ordinal)).JobId);
        Assert.NotEqual(specification.JobId, Read(Spec.Replace("0.95", "0.9", StringComparison.Ordinal)).JobId);
        IReportableJob job = kind.CreateJob(specification, new JobSurroundings("job.yaml", "out", TimeProvider.System));
        Assert.Equal([1000L, 1000L], job.Lanes.Select((_, lane) => kind.MostIndices(specification, job, lane)));
        Assert.True(kind.CanBeTimed && TaskTiming.SecondsPerIndex(job, TimeProvider.System, TestContext.Current.CancellationToken) > 0);
        Assert.Throws<SpecificationException>(() => kind.Replay(specification, "0", 0, TimeProvider.System));
    }

    [Theory]
    [InlineData("name: alike", "name: alike\nusers: 3", "users: unknown field; ")]
    [InlineData("antennas: 2", "users: 1", "point channel=rayleigh has one user; expected at least two")]
    [InlineData("rho: 0.95", "rho: 1", "sweep.channel[1].correlated.rho: '1' is not allowed")]
    public void A_mistake_in_it_is_one_line_with_its_place(string given, string instead, string message) => Assert.Contains(
        message,
        Assert.Throws<SpecificationException>(() => Read(Spec.Replace(given, instead, StringComparison.Ordinal))).Message,
        StringComparison.Ordinal);

    private static JobSpecification Read(string spec) => new SpecificationReader().Parse(spec, "job.yaml");

    private static double Mean(JsonElement point) => point.GetProperty("mean").GetDouble();
}
