using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Jobs;
using IsacCluster.Networks.Layouts;
using static IsacCluster.Campaigns.Tests.Trainings.SampleTrainings;

namespace IsacCluster.Campaigns.Tests.Trainings;

/// <summary>The files that a training leaves, complete or not.</summary>
public sealed class TrainingReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Results_hold_every_model_with_its_curve()
    {
        JobReport report = Complete(Job(_folder["out"], new FakeTraining()));
        JsonNode results = JsonNode.Parse(File.ReadAllText(report.ResultsFile))!;
        Assert.Equal("isac-training-v1", results["schema"]!.GetValue<string>());
        Assert.True(results["complete"]!.GetValue<bool>() && report.Complete);
        Assert.Equal(report.Digest, results["digest"]!.GetValue<string>());
        Assert.Equal(results["manifest"]!["job_id"]!.GetValue<string>(), results["job_id"]!.GetValue<string>());
        JsonArray models = results["models"]!.AsArray();
        Assert.Equal([3.0, 8.0, 10.0], models.Select(model => model!["params"]!["sinr_db"]!.GetValue<double>()));
        JsonNode eight = models[1]!;
        Assert.Equal("x-sinr_db=8.safetensors", eight["file"]!.GetValue<string>());
        Assert.Equal([6, 6, 1], ((string[])["epochs", "best_epoch", "rollbacks"]).Select(name => eight[name]!.GetValue<int>()));
        Assert.Equal(
            NetworkLayout.ParameterCount(NetworkArchitecture.Preset("tuned")), eight["parameters"]!.GetValue<int>());
        Assert.Equal("""{"loss":0.25,"mse":0.2,"satisfaction":0.75}""", eight["test"]!.ToJsonString());
        Assert.Equal([4, 7, 1.1 * 7, 0.2, 0.75, 1e-3], eight["curve"]![1]!.AsArray().Select(value => value!.GetValue<double>()));
    }

    [Fact]
    public void The_curve_table_has_a_row_for_each_validation()
    {
        string lines = Lines.Replace("sinr_db: [3, 8, 10]", "sinr_db: [3, 8], users: [2]", StringComparison.Ordinal);
        Complete(Job(_folder["out"], new FakeTraining(), lines));
        string[] rows = File.ReadAllText(_folder["out/curve.csv"]).Split("\r\n");
        Assert.Equal("point,epoch,training_loss,validation_loss,mse,satisfaction,learning_rate", rows[0]);
        Assert.Equal(6, rows.Length - 2);
        Assert.Equal("\"sinr_db=3,users=2\",2,11.5,12.65,0.2,0.75,0.001", rows[1]);
    }

    [Fact]
    public void The_page_is_well_formed_self_contained_and_links_to_files_that_exist()
    {
        JobReport report = Complete(Job(_folder["out"], new FakeTraining()));
        string html = File.ReadAllText(report.MainFile);
        XElement page = Parse(html);
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "link" or "img" or "iframe");
        Assert.DoesNotContain(page.Descendants("script"), script => script.Attribute("src") is not null);
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        foreach (string address in page.Descendants().Attributes("href").Select(href => href.Value))
        {
            if (address.StartsWith('#')) Assert.Contains(address[1..], ids);
            else Assert.True(File.Exists(Path.Combine(_folder["out"], Uri.UnescapeDataString(address))), address);
        }

        Assert.Equal(6, page.Descendants("figure").Count()); // loss and satisfaction of three models
        Assert.DoesNotContain("class=\"notice", html, StringComparison.Ordinal);
        Assert.DoesNotContain('&', page.Descendants("style").Single().ToString());
    }

    [Fact]
    public void Each_model_has_its_figures_and_its_card()
    {
        Complete(Job(_folder["out"], new FakeTraining()));
        IEnumerable<string> expected = from what in (string[])["loss", "satisfaction"]
                                       from k in (int[])[1, 2, 3]
                                       from end in (string[])["png", "svg"]
                                       select $"{what}-{k}.{end}";
        IEnumerable<string?> figures = Directory.GetFiles(_folder["out/figures"]).Select(Path.GetFileName);
        Assert.Equal(expected, figures.Order(StringComparer.Ordinal));
        string svg = File.ReadAllText(_folder["out/figures/loss-2.svg"]);
        Assert.Contains("sinr_db=8", svg, StringComparison.Ordinal);
        Assert.Contains(">Loss<", svg, StringComparison.Ordinal);

        string card = File.ReadAllText(_folder["out/x-sinr_db=8.md"]);
        JsonNode model = JsonNode.Parse(File.ReadAllText(_folder["out/results.json"]))!["models"]![1]!;
        string[] named =
        [
            model["digest"]!.GetValue<string>(), $"{model["parameters"]}", "figures/loss-2.png", "| activation | `silu` |", "`split`",
            "| sinr_db | `8` |", "75.0 %",
            "model: \"x-sinr_db=8.safetensors\"", "## Licence", "| seed | `7` |",
        ];
        Assert.All(named, text => Assert.Contains(text, card, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("epochs: 1\n")]
    [InlineData("epochs: 3\nnetwork: {preset: dnn, threshold_input: true}\ndata: {sinr_range_db: [3, 8]}\nsweep: {antennas: [4, 6]}\n")]
    public void Other_trainings_have_reports_too(string lines)
    {
        TrainingJob job = Job(_folder["out"], new FakeTraining(), lines);
        JobReport report = Complete(job);
        Parse(File.ReadAllText(report.MainFile));
        Assert.Equal(job.Lanes.Count, Directory.GetFiles(_folder["out"], "*.md").Length);
        Assert.Equal(job.Lanes.Count, report.Summary!.Rows.Count);
        Assert.All(report.Summary.Rows, row => Assert.Equal(report.Summary.Headers.Count, row.Count));
    }

    [Fact]
    public void Equal_trainings_give_equal_files_wherever_they_run()
    {
        string one = Complete(Job(_folder["a"], new FakeTraining())).Digest;
        Assert.Equal(one, Complete(Job(_folder["b"], new FakeTraining())).Digest);
        string[] files = Directory.GetFiles(_folder["a"], "*", SearchOption.AllDirectories);
        Assert.Equal(3 + 3 + 12 + 4, files.Length); // models, cards, figures; results, curves, page, manifest
        Assert.All(files, file =>
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(_folder["b"], Path.GetRelativePath(_folder["a"], file)))));
    }

    [Fact]
    public void An_incomplete_training_says_so_and_keeps_its_checkpoints()
    {
        TrainingJob job = Job(_folder["out"], new FakeTraining());
        job.Prepare();
        var results = new Dictionary<int, ILaneResult> { [1] = Run(job, 1).Result };
        JobReport report = job.WriteReport(Outcome(job, results, new PoisonedTask("sinr_db=3", 0, 1, "no such device")), _folder["out"]);
        Assert.False(report.Complete);
        XElement page = Parse(File.ReadAllText(report.MainFile));
        Assert.Contains(page.Descendants("strong"), e => e.Value == "This training is not complete.");
        Assert.Contains(page.Descendants("td"), e => e.Value == "no such device");
        JsonNode? model = Assert.Single(JsonNode.Parse(File.ReadAllText(report.ResultsFile))!["models"]!.AsArray());
        Assert.Equal("sinr_db=8", model!["point"]!.GetValue<string>());
        Assert.True(File.Exists(_folder["out/checkpoints/sinr_db=8.ckpt"]));

        Assert.NotEqual(report.Digest, Complete(job).Digest);
        Assert.Empty(Directory.GetFiles(_folder["out/checkpoints"]));
    }

    [Fact]
    public void A_job_with_nothing_trained_has_a_report()
    {
        TrainingJob job = Job(_folder["out"], new FakeTraining());
        JobReport report = job.WriteReport(Outcome(job, new Dictionary<int, ILaneResult>()), _folder["out"]);
        Assert.False(report.Complete);
        Parse(File.ReadAllText(report.MainFile));
    }

    [Fact]
    public void A_report_elsewhere_points_to_the_models()
    {
        TrainingJob job = Job(_folder["out"], new FakeTraining());
        Complete(job);
        var results = Enumerable.Range(0, 3).ToDictionary(lane => lane, lane => Run(job, lane).Result);
        JobReport report = job.WriteReport(Outcome(job, results), _folder["elsewhere/deep"]);
        string file = JsonNode.Parse(File.ReadAllText(report.ResultsFile))!["models"]![0]!["file"]!.GetValue<string>();
        Assert.Equal("../../out/x-sinr_db=3.safetensors", file);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_model_that_was_lost_or_changed_is_named(bool lost)
    {
        TrainingJob job = Job(_folder["out"], new FakeTraining());
        var results = Enumerable.Range(0, 3).ToDictionary(lane => lane, lane => Run(job, lane).Result);
        string model = _folder["out/x-sinr_db=8.safetensors"];
        if (lost) File.Delete(model);
        else File.AppendAllText(model, "!");
        var error = Assert.Throws<InvalidDataException>(() => job.WriteReport(Outcome(job, results), _folder["out"]));
        Assert.Contains(model, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out/results.json"]));
    }

    private static XElement Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader).Root!;
    }
}
