using System.Text.Json;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using static IsacCluster.Campaigns.Tests.Trainings.SampleTrainings;

namespace IsacCluster.Campaigns.Tests.Trainings;

/// <summary>What a live page is told of a training: curves of models, and of those that are being trained.</summary>
public sealed class TrainingDetailTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_running_training_shows_its_curve_and_a_finished_one_that_of_its_model()
    {
        TrainingJob? job = null;
        var seen = new List<JsonElement>();
        job = Job(_folder["out"], new FakeTraining { AfterEpoch = _ => seen.Add(Detail(job!, [])) });
        job.Prepare();
        Assert.Equal("waiting", Detail(job, []).GetProperty("models")[1].GetProperty("state").GetString());
        ILaneResult result = Run(job, 1).Result;

        JsonElement running = seen[4];
        Assert.Equal((5, 6), (running.GetProperty("epoch").GetInt32(), running.GetProperty("epochs").GetInt32()));
        Assert.Equal("running", running.GetProperty("models")[1].GetProperty("state").GetString());
        Assert.StartsWith("5/6 loss", running.GetProperty("line").GetString(), StringComparison.Ordinal);
        Assert.Equal([[2, 1.1 * 14], [4, 1.1 * 7]], Curve(running, "validation_loss"));
        Assert.Equal(4, running.GetProperty("best_epoch").GetInt32());

        JsonElement ended = Detail(job, new Dictionary<int, ILaneResult> { [1] = result });
        Assert.Equal("complete", ended.GetProperty("models")[1].GetProperty("state").GetString());
        Assert.Equal([[2, 14], [4, 7], [6, 28.0 / 6]], Curve(ended, "train_loss"));
        Assert.Equal(6, ended.GetProperty("epoch").GetInt32());
    }

    private static double[][] Curve(JsonElement training, string name) =>
    [
        .. training.GetProperty("curves").EnumerateArray().Single(curve => curve.GetProperty("name").GetString() == name)
            .GetProperty("points").EnumerateArray().Select(point => point.EnumerateArray().Select(value => value.GetDouble()).ToArray()),
    ];

    private static JsonElement Detail(TrainingJob job, Dictionary<int, ILaneResult> results)
    {
        JobDetail detail = job.Detail(Outcome(job, results), new TraceBook(TimeProvider.System), runs: true);
        return JsonSerializer.SerializeToElement(detail.Sections["training"], JsonDocumentText.Options);
    }
}
