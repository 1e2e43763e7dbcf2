using System.Text.Json.Nodes;
using IsacCluster.Campaigns.Studies;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Jobs;
using IsacCluster.Search.Trials;
using static IsacCluster.Campaigns.Tests.Studies.StudySimulation;

namespace IsacCluster.Campaigns.Tests.Studies;

/// <summary>Constraints on what trials measure, and metrics that are expressions of it.</summary>
public sealed class ConstrainedStudyTests : IDisposable
{
    private const string Gardner = "seed: 2\nobjective: {synthetic: gardner}\nconstraints: [c <= -0.95]\nparallel: 3\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_best_is_the_best_that_violates_nothing()
    {
        JsonNode json = Report(Gardner + "trials: 40\n");
        Assert.Equal(["c <= -0.95"], json["constraints"]!.AsArray().Select(text => (string?)text));
        JsonNode[] trials = [.. json["trials"]!.AsArray().Select(trial => trial!)];
        foreach (JsonNode trial in trials)
        {
            double c = trial["measured"]!["c"]!.GetValue<double>(), excess = trial["constraints"]![0]!.GetValue<double>();
            Assert.Equal(c + 0.95, excess, 1e-12);
            Assert.Equal(excess <= 0, trial["feasible"]!.GetValue<bool>());
            Assert.Equal(trial["value"]!.GetValue<double>(), trial["measured"]!["value"]!.GetValue<double>());
        }

        JsonNode[] feasible = [.. trials.Where(trial => trial["feasible"]!.GetValue<bool>())];
        double least = feasible.Min(trial => trial["value"]!.GetValue<double>());
        Assert.Equal(least, json["best"]!["value"]!.GetValue<double>());
        Assert.True(least > trials.Min(trial => trial["value"]!.GetValue<double>())); // lower values violate it
        Assert.True(json["constraint_importances"]!["c <= -0.95"]!["x"]!.GetValue<double>() > 0);
        string[] lines = File.ReadAllLines(_folder["results.csv"]);
        Assert.Equal(
            "number,state,value,params_x,params_y,constraints_0,feasible,measured_value,measured_c,steps,attempts,ci95_low,ci95_high,error",
            lines[0]);
        Assert.Equal(feasible.Length, lines.Count(line => line.Contains(",true,", StringComparison.Ordinal)));
        Assert.Contains("complete trials violate a constraint", File.ReadAllText(_folder["report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_trial_is_feasible_it_says_which_is_nearest_and_names_no_best()
    {
        JsonNode json = Report("objective: {synthetic: gardner}\nconstraints: [c <= -2, value < 9]\nsampler: random\ntrials: 12\n");
        Assert.Null(json["best"]);
        double[] excesses = [.. json["trials"]!.AsArray().Select(trial => trial!["constraints"]![0]!.GetValue<double>())];
        string note = (string)json["notes"]!.AsArray()[^1]!;
        Assert.StartsWith(
            $"No trial is feasible, so there is no best one. The nearest is trial {Array.IndexOf(excesses, excesses.Min())}, which "
                + "misses c <= -2 by ", note, StringComparison.Ordinal);
        Assert.Contains("None fulfils the constraints", File.ReadAllText(_folder["report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_front_and_its_hypervolume_are_of_feasible_trials()
    {
        const string lines = "objective: {synthetic: bnh}\nconstraints: [c1 <= 25, c2 >= 7.7]\ndirections: [minimize, minimize]\n"
            + "sampler: {nsga2: {population: 8}}\nhypervolume_reference: [200, 60]\ntrials: 40\nparallel: 4\n";
        JsonNode json = Report(lines);
        int[] front = [.. json["pareto_front"]!.AsArray().Select(number => number!.GetValue<int>())];
        Assert.NotEmpty(front);
        Assert.All(front, number => Assert.True(json["trials"]![number]!["feasible"]!.GetValue<bool>()));
        Assert.Contains(json["trials"]!.AsArray(), trial => !trial!["feasible"]!.GetValue<bool>());
        double area = 0, height = 60;
        foreach (double[] point in front.Select(n => json["trials"]![n]!["values"]!.AsArray().Select(v => v!.GetValue<double>()).ToArray())
            .OrderBy(point => point[0]))
        {
            area += (200 - point[0]) * (height - point[1]);
            height = point[1];
        }

        Assert.Equal(area, json["hypervolume"]!.GetValue<double>(), 1e-6);
    }

    [Fact]
    public void A_metric_may_be_an_expression_and_a_constraint_may_compare_what_is_no_metric()
    {
        // loss = x, val/size = 10 - x: the metric 2 x + 10 - x + log10(100) grows with x, and the constraint asks for x >= 3.
        const string script = "x=${1#--x=}; echo \"{\\\"loss\\\": $x, \\\"val/size\\\": $((10 - x))}\"";
        string lines = "space: {x: {int: [1, 6]}}\nsampler: {grid: {levels: 6}}\ntrials: 6\nobjective:\n  command: [sh, -c, '" + script
            + "', sh]\n  metric: '2*loss + `val/size` + log10(100)'\nconstraints: ['`val/size` <= 7']\n";
        StudyJob job = Job(lines, _folder.Path);
        IReadOnlyDictionary<long, TrialOutcome> trials = Run(job);
        Assert.Equal([13.0, 14, 15, 16, 17, 18], trials.Values.Select(trial => trial.Values[0]));
        Assert.Equal([2.0, 1, 0, -1, -2, -3], trials.Values.Select(trial => trial.Constraints[0]));
        Assert.Equal([3.0, 7.0], trials[2].Measured);
        JsonNode json = Write(job, trials);
        Assert.Equal(2, json["best"]!["trial"]!.GetValue<int>());
        Assert.Equal("2*loss + `val/size` + log10(100)", (string?)json["metrics"]![0]);
    }

    [Fact]
    public void An_expression_that_is_not_finite_fails_the_trial_with_its_numbers()
    {
        const string lines = "space: {x: {int: [1, 1]}}\nsampler: random\ntrials: 1\nobjective:\n"
            + "  command: [sh, -c, 'echo \"{\\\"a\\\": -1}\"']\n  metric: log(a)\n";
        TrialOutcome trial = Run(Job(lines, _folder.Path))[0];
        Assert.Equal(TrialState.Failed, trial.State);
        Assert.Equal("'log(a)' is not finite with a -1", trial.Error);
    }

    [Fact]
    public void A_stop_rule_waits_while_trials_come_nearer_to_fulfilling_the_constraints()
    {
        string lines = Gardner + "sampler: random\nstop: {no_better: 10}\ntrials: 400\n";
        string[] expected = Text(Run(Job(lines)));
        Assert.Equal(expected, Text(Run(Job(lines), running => running - 1)));
        TrialOutcome[] trials = [.. Run(Job(lines)).Values];
        int best = 0;
        for (int n = 1; n < trials.Length - 2; n++)
        {
            double violation = Math.Max(0, trials[n].Constraints[0]), least = Math.Max(0, trials[best].Constraints[0]);
            if (violation < least || (violation == least && trials[n].Values[0] < trials[best].Values[0])) best = n;
        }

        Assert.Equal(best + 10 + 1 + 2, trials.Length);
    }

    [Fact]
    public void Values_of_a_duplicate_come_with_its_constraints()
    {
        const string lines = "space: {x: {int: [1, 2]}}\nsampler: random\nreuse: true\ntrials: 9\nconstraints: [b < 2]\n"
            + "objective: {command: [sh, -c, 'echo \"{\\\"value\\\": 1, \\\"b\\\": ${1#--x=}}\"', sh]}\n";
        IReadOnlyDictionary<long, TrialOutcome> trials = Run(Job(lines, _folder.Path));
        Assert.All(trials.Values, trial => Assert.Equal(trial.Parameters == "x=1", trial.IsFeasible));
        Assert.All(trials.Values, trial => Assert.Equal(trial.Parameters == "x=1" ? 1.0 : 2.0, trial.Measured[1]));
        Assert.Equal(2, trials.Values.Select(trial => trial.Parameters).Distinct().Count());
        Assert.Equal(2, Directory.GetDirectories(_folder["trials"]).Length);
    }

    [Fact]
    public void Constraints_are_part_of_the_identity_and_of_the_digest_and_a_table_of_trials_carries_them()
    {
        const string lines = Gardner + "sampler: random\ntrials: 9\n";
        string wider = lines.Replace("-0.95", "-0.9", StringComparison.Ordinal);
        Assert.NotEqual(Parse(lines).JobId, Parse(wider).JobId);
        Assert.NotEqual((string)Report(lines)["digest"]!, (string)Report(wider)["digest"]!);
        string path = _folder["results.csv"];
        var read = Parse(Gardner + $"trials: 9\nprior: {path}\n");
        Assert.Equal(9, read.Prior!.Trials.Count);
        Assert.All(read.CreateStudy().Trials, trial => Assert.Single(trial.Constraints));
        File.WriteAllText(
            path, "value,params_x,params_y,system_attrs_constraints,state\n1,2,3,\"[-0.5]\",COMPLETE\n2,2,3,[0.5],COMPLETE\n");
        Assert.Equal([true, false], Parse(Gardner + $"trials: 9\nprior: {path}\n").CreateStudy().Trials.Select(trial => trial.IsFeasible));
        File.WriteAllText(path, "value,params_x,params_y,state\n1,2,3,COMPLETE\n");
        var missing = Assert.Throws<SpecificationException>(() => Parse(Gardner + $"trials: 9\nprior: {path}\n"));
        Assert.EndsWith("column constraints_0 is missing; expected it once.", missing.Message, StringComparison.Ordinal);
    }

    private JsonNode Report(string lines)
    {
        StudyJob job = Job(lines, _folder.Path);
        return Write(job, Run(job));
    }

    private JsonNode Write(StudyJob job, IReadOnlyDictionary<long, TrialOutcome> trials)
    {
        var lane = new TrialOutcomes();
        foreach ((long number, TrialOutcome trial) in trials) lane.Add(number, trial);
        job.WriteReport(SampleStudies.Outcome(lane), _folder.Path);
        return JsonNode.Parse(File.ReadAllText(_folder["study.json"]))!;
    }
}
