using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo;
using static IsacCluster.Campaigns.Tests.SampleSpecifications;

namespace IsacCluster.Campaigns.Tests.Algorithms;

/// <summary>Good entries of learned algorithms, and what of them makes a job another one.</summary>
public sealed class LearnedAlgorithmReaderTests
{
    [Fact]
    public void Names_labels_repairs_and_models()
    {
        CampaignSpecification read = Read("""
            algorithms:
              - sdr
              - gnn: {model: models/gnn-a.model}
              - gnn-ip:
                  model: models/gnn-a.model
                  label: paper
                  repair: projection
              - dnn-ip: {model: dnn.model}
            """);
        Assert.Equal(["sdr", "gnn", "gnn-ip", "dnn-ip"], read.Algorithms.Select(algorithm => algorithm.Name));
        Assert.Equal(["sdr", "gnn", "paper", "dnn-ip"], read.Algorithms.Select(algorithm => algorithm.Label));
        Assert.Equal(
            [null, null, DesignRepair.Projection, DesignRepair.Projection],
            read.Algorithms.Select(algorithm => (algorithm as LearnedSpecification)?.Repair));
        Assert.Equal(
            [null, "sha256:gnn-a", "sha256:gnn-a", "sha256:dnn"],
            read.Algorithms.Select(algorithm => (algorithm as LearnedSpecification)?.ModelByPoint["all"].Digest));
    }

    [Fact]
    public void Models_lie_beside_the_specification_and_placeholders_are_the_values_of_the_point()
    {
        var paths = new List<string>();
        var reader = new SpecificationReader(path =>
        {
            paths.Add(path);
            return FakeModel.Load(path);
        });
        const string yaml = """
            kind: campaign
            name: x
            samples: 10
            sweep: {sinr_db: [3, 4.50], noise: [1e-10, 0.000000001]}
            algorithms:
              - gnn: {model: "m/{noise}/gnn-{sinr_db}.model"}
              - gnn-ip: {model: /data/gnn.model}
            """;
        var read = (CampaignSpecification)reader.Parse(yaml, Path.Combine("some", "folder", "x.yaml"));
        string folder = Path.GetFullPath(Path.Combine("some", "folder"));
        string[] expected =
            [.. new[] { "m/1e-10/gnn-3.model", "m/1e-9/gnn-3.model", "m/1e-10/gnn-4.5.model", "m/1e-9/gnn-4.5.model", "/data/gnn.model" }
            .Select(file => Path.GetFullPath(file, folder))];
        Assert.Equal(expected, paths);
        Assert.Equal(
            ["sinr_db=3,noise=1e-10 sha256:gnn-3", "sinr_db=3,noise=1e-9 sha256:gnn-3", "sinr_db=4.5,noise=1e-10 sha256:gnn-4.5",
                "sinr_db=4.5,noise=1e-9 sha256:gnn-4.5"],
            ((LearnedSpecification)read.Algorithms[0]).ModelByPoint.Select(entry => $"{entry.Key} {entry.Value.Digest}"));
    }

    [Fact]
    public void The_identity_of_a_learned_algorithm_is_what_it_is_and_not_where_its_file_lies()
    {
        const string entry = "{gnn-ip: {model: models/gnn-a.model}}";
        Assert.Contains(
            """{"algorithms":["sdr",{"label":"gnn-ip","models":["sha256:gnn-a"],"name":"gnn-ip","repair":"projection"}],"""
                + "\"kind\":\"campaign\",",
            One(entry).IdentityText, StringComparison.Ordinal);
        Assert.Equal(One(entry).JobId, One("{gnn-ip: {repair: projection, label: gnn-ip, model: elsewhere/gnn-a.model}}").JobId);
        string[] others =
        [
            "{gnn-ip: {model: models/gnn-b.model}}", "{gnn-ip: {model: models/gnn-a.model, label: a}}",
            "{gnn: {model: models/gnn-a.model, label: gnn}}",
        ];
        Assert.Equal(others.Length + 1, others.Append(entry).Select(other => One(other).JobId).Distinct().Count());
    }

    [Fact]
    public void Each_points_model_is_part_of_the_identity()
    {
        const string swept = "sweep: {sinr_db: [3, 4]}\nalgorithms: [{gnn: {model: \"gnn-{sinr_db}.model\"}}]";
        Assert.Contains("""["sha256:gnn-3","sha256:gnn-4"]""", Read(swept).IdentityText, StringComparison.Ordinal);
        Assert.NotEqual(Read(swept).JobId, Read(swept.Replace("gnn-{sinr_db}", "gnn-3", StringComparison.Ordinal)).JobId);
    }

    private static CampaignSpecification One(string entry) => Read($"algorithms: [sdr, {entry}]");

    private static CampaignSpecification Read(string lines) =>
        Parse<CampaignSpecification>($"kind: campaign\nname: x\nsamples: 10\n{lines}\n");
}
