using System.Text.Json;
using IsacCluster.Campaigns.Studies;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Tests.Studies;

/// <summary>What a live page is told of a study: ended trials, running ones by their folders, failures.</summary>
public sealed class StudyDetailTests : IDisposable
{
    private const string Lines =
        "kind: study\nname: x\nspace: {x: {float: [0, 1]}, kernel: {choice: [rbf, linear]}}\n"
        + "objective: {command: [/bin/true], timeout_s: 9}\ntrials: 9\n";

    private static readonly JsonSerializerOptions Options = new(JsonDocumentText.Options) { WriteIndented = false };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Running_trials_are_seen_by_their_folders_until_they_have_ended()
    {
        var specification = (StudySpecification)new SpecificationReader().Parse(Lines, _folder["x.yaml"]);
        var job = new StudyJob(specification, _folder["out"], TimeProvider.System);
        var ended = new TrialOutcomes();
        ended.Add(0, new TrialOutcome { Parameters = "x=0.5;kernel=rbf", State = TrialState.Complete, Values = [0.25] });
        ended.Add(1, new TrialOutcome { Parameters = "x=1;kernel=rbf", State = TrialState.Failed, Error = "out of memory", Attempts = 3 });
        foreach (int number in new[] { 1, 2 }) new TrialFolder(job.OutputFolder, number, "x=0.75;kernel=linear").Begin();
        string folder = new TrialFolder(job.OutputFolder, 2, "x=0.75;kernel=linear").FullPath;
        File.WriteAllText(
            Path.Combine(folder, "stdout.log"),
            "loading\n{\"step\": 1, \"value\": 0.5}\n{\"step\": 2, \"value\": 0.4}\n{\"step\": 3, \"va");

        JobDetail detail = job.Detail(SampleStudies.Outcome(ended), new TraceBook(TimeProvider.System), runs: true);
        JsonElement study = Json(detail);
        JsonElement[] trials = [.. study.GetProperty("trials").EnumerateArray()];
        Assert.Equal(["complete", "failed", "running"], trials.Select(trial => trial.GetProperty("state").GetString()));
        Assert.Equal("""{"x":0.75,"kernel":"linear"}""", trials[2].GetProperty("params").GetRawText());
        Assert.Equal("[[1,0.5],[2,0.4]]", trials[2].GetProperty("intermediate").GetRawText());
        Assert.Equal("out of memory", trials[1].GetProperty("message").GetString());
        Assert.Equal((1, 1), (detail.FailureCount, Assert.Single(detail.Failures).Index));
        Assert.Equal(0, study.GetProperty("best").GetProperty("trial").GetInt32());
        string space = study.GetProperty("space").GetRawText();
        Assert.Contains("\"kind\":\"float\",\"low\":0,\"high\":1", space, StringComparison.Ordinal);
        Assert.Contains("\"choices\":[\"rbf\",\"linear\"]", space, StringComparison.Ordinal);

        JobDetail rested = job.Detail(SampleStudies.Outcome(ended), new TraceBook(TimeProvider.System), runs: false);
        Assert.Equal(2, Json(rested).GetProperty("trials").GetArrayLength());
    }

    private static JsonElement Json(JobDetail detail) =>
        JsonSerializer.SerializeToElement(detail.Sections["study"], Options);
}
