using System.Globalization;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Solvers;
using IsacCluster.Solvers.Baselines;
using IsacCluster.Specifications.Json;
using static IsacCluster.Campaigns.Tests.SampleSpecifications;

namespace IsacCluster.Campaigns.Tests.Algorithms;

/// <summary>A baseline with parameters in a specification, its identity and its repair.</summary>
public sealed class DescentSpecificationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "specification.md"));

    [Fact]
    public void Several_descents_stand_in_one_campaign_under_their_labels()
    {
        CampaignSpecification read = Read(
            "descent, descent: {steps: 8, label: few}, descent-ip, descent-ip: {repair: restoration, label: near}");
        Assert.Equal(["descent", "few", "descent-ip", "near"], read.Algorithms.Select(algorithm => algorithm.Label));
        Assert.Equal([false, false, true, true], read.Algorithms.Select(algorithm => algorithm.HasParts));
    }

    [Fact]
    public void The_identity_has_every_parameter_and_only_values_count()
    {
        CampaignSpecification read = Read("descent, descent: {steps: 24, label: descent-24}, descent: {steps: 8, label: descent-8}");
        string[] identities =
        [
            .. read.Algorithms.Select(algorithm => CanonicalJson.Write(algorithm.ToCanonical()).Replace(
                algorithm.Label, "descent", StringComparison.Ordinal)),
        ];
        Assert.Equal(identities[0], identities[1]);
        Assert.NotEqual(identities[0], identities[2]);
        foreach (SolverParameter parameter in Parameters)
            Assert.Contains($"\"{parameter.Name}\":", identities[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Names_without_parameters_keep_their_identity() =>
        Assert.Equal("sdr", Read("sdr").Algorithms[0].ToCanonical());

    [Theory]
    [InlineData("descent: {steps: 0}", "steps: '0' is not allowed; expected a whole number from 1 to 1000.")]
    [InlineData("descent: {momentum: 1}", "momentum: '1' is not allowed; expected a number from 0 to 0.999.")]
    [InlineData("descent: {step: 3}", "step: unknown field")]
    [InlineData("descent: {repair: projection}", "repair: unknown field")]
    [InlineData("descent, descent: {steps: 3}", "give one of them a label")]
    public void Mistakes_name_the_field(string algorithms, string message) => Assert.Contains(
        message, Assert.Throws<SpecificationException>(() => Read(algorithms)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_page_has_every_parameter_with_its_range_and_default()
    {
        foreach (SolverParameter parameter in Parameters)
        {
            string row = Page.Split($"\n| `descent.{parameter.Name}` |")[1].Split('\n')[0];
            string range = string.Create(CultureInfo.InvariantCulture, $"{parameter.Least} to {parameter.Most}");
            Assert.Contains(range.Replace("E-06", "e-06", StringComparison.Ordinal), row, StringComparison.Ordinal);
            Assert.EndsWith($"| {CanonicalJson.Number(parameter.Default)} |", row, StringComparison.Ordinal);
        }
    }

    /// <summary>One step leaves users short; the repair serves them all.</summary>
    [Fact]
    public void The_repair_serves_every_user()
    {
        CampaignSpecification read = Read("descent-ip: {steps: 1}");
        var generator = new SampleGenerator(new Scenario { Users = 3, Noise = 1e-9, SinrDb = 6 }, 5);
        Sample[] samples = [.. Enumerable.Range(0, 6).Select(i => generator.Generate(i))];
        IReadOnlyList<DesignOutcome> outcomes =
            read.Algorithms[0].Create(read.Points[0]).Run(samples, new StageClock(TimeProvider.System), CancellationToken.None);
        Assert.Contains(outcomes, outcome => outcome.Projected == true);
        Assert.All(outcomes.Zip(samples), pair => Assert.True(Sinr.Satisfied(
            Sinr.Of(pair.First.Design!, pair.Second.Instance.Channel, pair.Second.Instance.Noise), pair.Second.Instance.SinrThreshold)));
    }

    private static IReadOnlyList<SolverParameter> Parameters => SolverCatalog.Entries.Single(entry => entry.Name == "descent").Parameters;

    private static CampaignSpecification Read(string algorithms) =>
        Parse<CampaignSpecification>($"kind: campaign\nname: x\nsamples: 1\nalgorithms: [{algorithms}]\n");
}
