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

    [Theory]
    [InlineData("", "1:1: the file is empty; expected a header line.")]
    [InlineData(
        "number,value,^params_y,state\n",
            "unknown column 'params_y'; expected one of value, state, params_size, params_deep, params_kind, params_x.")]
    [InlineData("^number,value,state\n", "column params_size is missing; expected it once.")]
    [InlineData(Header + "0,0,0.5,,,,True,a,^33,,COMPLETE\n", "'33' is not allowed; expected one of 16, 32.")]
    [InlineData(Header + "0,0,0.5,,,,True,b,32,^2,COMPLETE\n", "'2' is not allowed; expected [0, 1].")]
    [InlineData(
        Header + "0,0,0.5,,,,True,a,32,^0.5,COMPLETE\n",
            "'0.5' is not allowed; expected nothing, as the parameter's condition does not hold.")]
    [InlineData(Header + "0,0,^,,,,True,a,32,,COMPLETE\n", "'' is not allowed; expected a finite number.")]
    [InlineData(Header + "0,0,1,,,,True,a,32,,^DONE\n", "'DONE' is not allowed; expected one of COMPLETE, PRUNED, FAIL, RUNNING, WAITING.")]
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
