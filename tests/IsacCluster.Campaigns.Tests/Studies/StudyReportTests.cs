using System.Text.Json.Nodes;
using System.Xml.Linq;
using IsacCluster.Campaigns.Studies;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Jobs;
using static IsacCluster.Campaigns.Tests.Studies.StudySimulation;

namespace IsacCluster.Campaigns.Tests.Studies;

public sealed class StudyReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_files_of_a_study_hold_its_trials()
    {
        JobReport report =
            Write("seed: 3\nobjective: {synthetic: learning-curve}\npruner: {asha: {min_resource: 3}}\ntrials: 60\nparallel: 4\n");
        Assert.True(report.Complete);
        JsonNode json = JsonNode.Parse(File.ReadAllText(_folder["study.json"]))!;
        Assert.Equal("isac-study-v1", (string?)json["schema"]);
        Assert.Equal(report.Digest, (string?)json["digest"]);
        JsonArray trials = json["trials"]!.AsArray();
        Assert.Equal(60, trials.Count);
        double best = trials.Where(trial => (string?)trial!["state"] == "complete").Min(trial => trial!["value"]!.GetValue<double>());
        Assert.Equal(best, json["best"]!["value"]!.GetValue<double>());
        Assert.Equal(best, trials[json["best"]!["trial"]!.GetValue<int>()]!["value"]!.GetValue<double>());
        Assert.All(trials, trial => Assert.Equal((string?)trial!["state"] == "complete", trial["intermediate"]!.AsArray().Count == 81));
        Assert.Equal(61, File.ReadAllLines(_folder["results.csv"]).Length);
        foreach (
            string figure in (
                string[])["history", "learning-curves", "importances", "parallel-coordinates", "slice-a",
                    .. Directory.GetFiles(_folder["figures"], "contour-*.svg").Select(file => Path.GetFileNameWithoutExtension(file))])
        {
            Assert.NotNull(XDocument.Load(_folder[$"figures/{figure}.svg"]).Root);
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(_folder[$"figures/{figure}.png"])[..4]);
        }

        Assert.Equal(3, Directory.GetFiles(_folder["figures"], "contour-*.svg").Length);
        string page = File.ReadAllText(_folder["report.html"]);
        Assert.NotNull(XDocument.Parse(page["<!DOCTYPE html>\n".Length..]).Root);
        Assert.Contains("Learning curves", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_metrics_have_a_front_and_its_hypervolume()
    {
        Write("objective: {synthetic: zdt1, dimensions: 3}\ndirections: [minimize, minimize]\nsampler: random\ntrials: 80\n");
        JsonNode json = JsonNode.Parse(File.ReadAllText(_folder["study.json"]))!;
        double[][] values =
            [.. json["trials"]!.AsArray()
                .Select(trial => trial!["values"]!.AsArray().Select(value => value!.GetValue<double>()).ToArray())];
        int[] front = [.. json["pareto_front"]!.AsArray().Select(number => number!.GetValue<int>())];
        Assert.NotEmpty(front);
        Assert.Equal(
            Enumerable.Range(0, 80).Where(i => !values.Any(other => other[0] < values[i][0] && other[1] < values[i][1])), front.Order());
        Assert.True(json["hypervolume"]!.GetValue<double>() > 0);
        Assert.Null(json["best"]);
        Assert.True(File.Exists(_folder["figures/pareto.svg"]));
    }

    [Fact]
    public void A_study_without_a_complete_trial_has_a_report_too()
    {
        JobReport report =
            Write("space: {x: {float: [0, 1]}}\nobjective: {command: [sh, -c, 'exit 2']}\nretries: 0\nmax_failures: 0\ntrials: 5\n");
        Assert.False(report.Complete);
        JsonNode json = JsonNode.Parse(File.ReadAllText(_folder["study.json"]))!;
        Assert.Equal("1 trial failed, more than max_failures 0", (string?)json["stopped"]);
        Assert.Null(json["best"]);
        Assert.Contains("the command ended with code 2", File.ReadAllText(_folder["report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hypervolume_is_taken_to_the_reference_of_the_specification()
    {
        const string lines =
            "seed: 1\nobjective: {synthetic: zdt1, dimensions: 2}\ndirections: [minimize, minimize]\nsampler: random\ntrials: 9\n";
        Write(lines + "hypervolume_reference: [2, 12]\n");
        JsonNode json = JsonNode.Parse(File.ReadAllText(_folder["study.json"]))!;
        double[][] front = [.. json["pareto_front"]!.AsArray().Select(number =>
            json["trials"]![number!.GetValue<int>()]!["values"]!.AsArray().Select(value => value!.GetValue<double>()).ToArray())];
        double area = 0, height = 12;
        foreach (double[] point in front.OrderBy(point => point[0]))
        {
            area += (2 - point[0]) * (height - point[1]);
            height = point[1];
        }

        Assert.Equal(area, json["hypervolume"]!.GetValue<double>(), 1e-9);
        Assert.Equal(Parse(lines).JobId, Parse(lines + "hypervolume_reference: [2, 12]\n").JobId);
    }

    [Fact]
    public void A_study_that_its_rule_ended_is_complete_and_says_so()
    {
        JobReport report =
            Write("seed: 1\nobjective: {synthetic: sphere, dimensions: 2}\nsampler: random\nstop: {no_better: 5}\ntrials: 400\n");
        Assert.True(report.Complete);
        JsonNode json = JsonNode.Parse(File.ReadAllText(_folder["study.json"]))!;
        Assert.Equal("5 trials in a row were no better", (string?)json["stopped"]);
        Assert.NotNull(json["best"]);
    }

    private JobReport Write(string lines)
    {
        StudyJob job = Job(lines, _folder.Path);
        var lane = new TrialOutcomes();
        foreach ((long number, TrialOutcome trial) in Run(job)) lane.Add(number, trial);
        return job.WriteReport(SampleStudies.Outcome(lane), _folder.Path);
    }
}
