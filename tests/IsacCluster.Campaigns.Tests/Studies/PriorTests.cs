using IsacCluster.Campaigns.Studies;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Jobs;
using IsacCluster.Search.Studies;

namespace IsacCluster.Campaigns.Tests.Studies;

/// <summary>Trials of an Optuna study, as its trials_dataframe() writes them.</summary>
public sealed class PriorTests : IDisposable
{
    private const string Header =
        ",number,value,datetime_start,datetime_complete,duration,params_deep,params_kind,params_size,params_x,state\n";

    private const string Study =
        "kind: study\nname: x\nspace: {size: {choice: [16, 32]}, deep: {choice: [false, true]}, kind: {choice: [a, b]}, x: {float: [0, 1], "
            + "when: {kind: b}}}\nobjective: {command: [f]}\nsampler: random\ntrials: 3\nprior: prior.csv\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Complete_trials_are_taken_over_and_others_left_out()
    {
        StudySpecification read = Read(Header
            + "0,0,0.5,2024-01-01 10:00:00,2024-01-01 10:00:01,0 days 00:00:01,True,b,32.0,0.25,COMPLETE\n"
            + "1,1,,2024-01-01 10:00:00,,,False,a,16.0,,FAIL\r\n"
            + "\"2\",2,0.75,\"2024-01-01, 10\",,,False,a,16.0,,COMPLETE\n");
        Assert.Equal(
            ["size=32;deep=true;kind=b;x=0.25", "size=16;deep=false;kind=a"], read.Prior!.Trials.Select(trial => trial.Parameters));
        Assert.Equal([0.5, 0.75], read.Prior.Trials.Select(trial => trial.Values[0]));
        Study study = read.CreateStudy();
        Assert.Equal(2, study.Trials.Count);
        Assert.Equal(0.5, study.Best!.Values[0]);
    }

    [Fact]
    public void The_file_is_part_of_the_identity_and_its_path_is_not()
    {
        string first = Read(Header + "0,0,0.5,,,,True,a,32,,COMPLETE\n").JobId;
        Assert.NotEqual(first, Read(Header + "0,0,0.6,,,,True,a,32,,COMPLETE\n").JobId);
        File.Copy(_folder["prior.csv"], _folder["other.csv"]);
        Assert.Equal(Read(null, Study).JobId, Read(null, Study.Replace("prior.csv", "other.csv", StringComparison.Ordinal)).JobId);
    }

    [Fact]
    public void Rows_that_are_of_no_use_are_counted()
    {
        PriorTrials prior = Read(Header
            + "0,0,0.5,,,,True,a,32,,COMPLETE\n"
            + "1,1,inf,,,,True,a,32,,COMPLETE\n"
            + "2,2,None,,,,True,a,32,,COMPLETE\n"
            + "3,3,,,,,True,a,32,None,FAIL\n"
            + "4,4,1,,,,True,b,32,2,COMPLETE\n"
            + "5,5,1,,,,True,b,32,,COMPLETE\n"
            + "6,6,1,,,,True,a,33,,COMPLETE\n"
            + "7,7,1,,,,True,a,32,0.5,COMPLETE\n"
            + "8,8,0.25,,,,False,a,16.0,nan,COMPLETE\n").Prior!;
        Assert.Equal([0.5, 0.25], prior.Trials.Select(trial => trial.Values[0]));
        Assert.Equal(
            new Dictionary<string, int>
            {
                ["a size that is not allowed"] = 1,
                ["a value that is no finite number"] = 2,
                ["a x that is not allowed"] = 3,
                ["state FAIL"] = 1,
            },
            prior.Skipped);
    }

    [Fact]
    public void A_conditional_parameter_that_was_never_drawn_needs_no_column()
    {
        PriorTrials prior = Read(
            "number,value,params_deep,params_kind,params_size,state\n0,0.5,True,a,16,COMPLETE\n1,1,True,b,16,COMPLETE\n").Prior!;
        Assert.Equal(["size=16;deep=true;kind=a"], prior.Trials.Select(trial => trial.Parameters));
        Assert.Equal(1, prior.Skipped["a x that is not allowed"]);
    }

    [Fact]
    public void Columns_may_be_named_by_the_metrics()
    {
        const string two = "kind: study\nname: x\nspace: {x: {float: [0, 1]}}\nobjective: {command: [f], metrics: [mse, time]}\n"
            + "directions: [minimize, minimize]\nsampler: random\ntrials: 3\nprior: prior.csv\n";
        File.WriteAllText(_folder["prior.csv"], "number,values_mse,values_time,params_x,state\n0,1.5,2.5,0.25,COMPLETE\n");
        Assert.Equal([1.5, 2.5], Read(null, two).Prior!.Trials[0].Values);
        File.WriteAllText(_folder["prior.csv"], "number,values_0,values_1,params_x,state\n0,1.5,2.5,0.25,COMPLETE\n");
        Assert.Equal([1.5, 2.5], Read(null, two).Prior!.Trials[0].Values);
    }

    [Theory]
    [InlineData("objective: {synthetic: mixed}\nsampler: random\ntrials: 12\n")]
    [InlineData("objective: {synthetic: zdt1, dimensions: 2}\ndirections: [minimize, minimize]\nsampler: random\ntrials: 12\n")]
    public void A_study_takes_its_own_results(string lines)
    {
        StudyJob job = StudySimulation.Job(lines);
        var lane = new TrialOutcomes();
        foreach ((long number, TrialOutcome trial) in StudySimulation.Run(job)) lane.Add(number, trial);
        job.WriteReport(SampleStudies.Outcome(lane), _folder.Path);
        PriorTrials prior = Read(null, $"kind: study\nname: x\n{lines}prior: results.csv\n").Prior!;
        Assert.Empty(prior.Skipped);
        Assert.Equal(lane.Trials.Values.Select(trial => trial.Parameters), prior.Trials.Select(trial => trial.Parameters));
        Assert.Equal(lane.Trials.Values.Select(trial => trial.Values), prior.Trials.Select(trial => trial.Values));
    }

    [Theory]
    [InlineData("", "1:1: the file is empty; expected a header line.")]
    [InlineData(
        "number,value,^params_y,state\n",
            "unknown column 'params_y'; expected one of value, values_value, values_0, state, params_size, params_deep, params_kind, "
                + "params_x.")]
    [InlineData("^number,value,state\n", "column params_size is missing; expected it once.")]
    [InlineData(Header + "^0,0,1,,,\n", "6 fields are not allowed; expected 11, as in the header.")]
    [InlineData(Header + "^\"0,0,1\n", "the quoted field that begins here does not end.")]
    public void A_bad_file_is_refused_with_line_and_column(string marked, string message)
    {
        int at = marked.IndexOf('^', StringComparison.Ordinal);
        string before = at < 0 ? "" : marked[..at];
        int line = 1 + before.Count(c => c == '\n'), column = before.Length - before.LastIndexOf('\n');
        var error = Assert.Throws<SpecificationException>(() => Read(marked.Replace("^", "", StringComparison.Ordinal)));
        string place = at < 0 ? "" : $"{line}:{column}: ";
        Assert.Equal($"{_folder["prior.csv"]}:{place}{message}", error.Message);
    }

    private StudySpecification Read(string? csv, string study = Study)
    {
        if (csv is not null) File.WriteAllText(_folder["prior.csv"], csv);
        File.WriteAllText(_folder["x.yaml"], study);
        return (StudySpecification)SampleSpecifications.Reader.Read(_folder["x.yaml"]);
    }
}
