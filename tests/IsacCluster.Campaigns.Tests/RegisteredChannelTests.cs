using System.Numerics;
using IsacCluster.Campaigns.Datasets;
using IsacCluster.Campaigns.Tests.Datasets;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Scenarios;
using static IsacCluster.Campaigns.Tests.ScenarioFieldsTests;

namespace IsacCluster.Campaigns.Tests;

/// <summary>A channel model that IsacCluster does not know goes wherever the others go.</summary>
public sealed class RegisteredChannelTests
{
    private static readonly ScenarioFields Known = new(ChannelModels.BuiltIn.With(BlockChannel.Description));

    [Fact]
    public void It_is_read_swept_labelled_and_identified()
    {
        ScenarioSource source = ScenarioReader.Read(Yaml("channel: {block: {size: 5}}"), Known);
        Assert.Equal(new BlockChannel(5, 0), source.Scenario.Channel);
        IReadOnlyList<SweepAxis> sweep = SweepReader.Read(Yaml("channel: [block, {block: {turn_deg: 3.5}}]"), Known);
        IReadOnlyList<SweepPoint> points = SweepReader.Points(source, sweep);
        Assert.Equal(["channel=block_2size_0deg", "channel=block_2size_3.5deg"], points.Select(point => point.Id));
        Assert.Contains(
            "\"channel\":{\"model\":\"block\",\"size\":5,\"turn_deg\":0}", CanonicalJson.Write(ScenarioIdentity.Of(source.Scenario, [])),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Its_mistakes_have_messages()
    {
        string message = Refused("channel: {block: {size: 0}}");
        Assert.Contains("channel.block.size: '0' is not allowed; expected a whole number from 1 to 64.", message, StringComparison.Ordinal);
        message = Refused("channel: blok");
        Assert.Contains(
            "one of rayleigh, iid, rician, geometric, clusters, blockage, cdl-a, cdl-b, cdl-c, cdl-d, cdl-e, block "
            + "(did you mean 'block'?).", message,
            StringComparison.Ordinal);
    }

    /// <summary>The manifest of a dataset drawn from it holds it; a process without the model refuses the manifest by its name.</summary>
    [Fact]
    public void A_dataset_holds_it()
    {
        using var folder = new TemporaryFolder();
        Scenario scenario = SampleDatasets.Small with { Channel = new BlockChannel(2, 1.5) };
        SampleDatasets.Generate(folder.Path, scenario);
        JsonFields manifest = JsonFields.Root(File.ReadAllBytes(folder["manifest.json"]), "manifest.json");
        Assert.Equal(scenario, ScenarioJson.Read(manifest.Nested("scenario"), Known));
        string message = Assert.Throws<SpecificationException>(() => DatasetManifest.Open(folder.Path)).Message;
        Assert.Contains(
            "field 'model' is \"block\"; allowed: rayleigh, iid, rician, geometric, clusters, blockage, cdl-a, cdl-b, cdl-c, cdl-d, cdl-e, "
            + "file.", message,
            StringComparison.Ordinal);
    }

    private static string Refused(string scenario) =>
        Assert.Throws<SpecificationException>(() => ScenarioReader.Read(Yaml(scenario), Known)).Message;

    /// <summary>g of neighbouring antennas in blocks of one Gaussian each, the second and further ones turned by an angle.</summary>
    private sealed record BlockChannel(int Size, double TurnDeg) : ChannelModel
    {
        public static ChannelDescription Description { get; } = new("block", "g_m = e^{j m turn} z_(m / size)", new BlockChannel(2, 0),
        [
            ChannelParameter.Whole<BlockChannel>(
                "size", "s", 1, 64, "antennas", model => model.Size, (model, value) => model with { Size = value }),
            ChannelParameter.Real<BlockChannel>(
                "turn_deg", "turn", "deg", 0, 90, "angle", model => model.TurnDeg, (model, value) => model with { TurnDeg = value }),
        ]);

        public override ChannelDescription Describe() => Description;

        public override void Draw(UserPosition user, Span<Complex> g, ChannelStreams streams)
        {
            Complex gain = 0;
            for (int m = 0; m < g.Length; m++)
            {
                if (m % Size == 0) gain = streams.Fading.NextComplexGaussian();
                g[m] += gain * Complex.FromPolarCoordinates(1, m * TurnDeg * (Math.PI / 180));
            }
        }
    }
}
