using IsacCluster.Jobs;
using IsacCluster.Reporting.Files;

namespace IsacCluster.Reporting.Tests.Files;

public sealed class ReportFolderTests : IDisposable
{
    private const string Mine = "mine-0123456789ab", Theirs = "theirs-ba9876543210";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_folder_is_made_and_nothing_is_left_in_it()
    {
        ReportFolder.Claim(_folder["new/folder"], Mine);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["new/folder"]));
    }

    [Theory]
    [InlineData("results.json", """{"manifest": {"job_id": "JOB"}}""")]
    [InlineData("results.json", """{"schema": "isac-file-results-v1", "job_id": "JOB"}""")]
    [InlineData("study.json", """{"job_id": "JOB"}""")]
    public void Only_the_job_whose_results_it_holds_may_replace_them(string file, string content)
    {
        Write(file, content.Replace("JOB", Mine, StringComparison.Ordinal));
        ReportFolder.Claim(_folder["out"], Mine);
        Write(file, content.Replace("JOB", Theirs, StringComparison.Ordinal));
        string refusal = Refusal("out");
        Assert.Contains(file, refusal, StringComparison.Ordinal);
        Assert.Contains($"holds the results of job {Theirs}", refusal, StringComparison.Ordinal);
        Assert.Contains(Theirs, File.ReadAllText(_folder[$"out/{file}"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1, 2]")]
    [InlineData("{\"manifest\": 3}")]
    [InlineData("{\"job_id\": 3}")]
    [InlineData("not JSON")]
    public void A_file_of_somebody_else_is_never_replaced(string content)
    {
        Write("results.json", content);
        Assert.Contains("is not a result of isac", Refusal("out"), StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(_folder["out/results.json"]));
    }

    [Fact]
    public void A_path_that_cannot_be_a_folder_is_said_at_once()
    {
        File.WriteAllText(_folder["file"], "");
        Assert.Contains("is a file; expected a folder", Refusal("file"), StringComparison.Ordinal);
        Assert.Contains("cannot be written", Refusal("file/below"), StringComparison.Ordinal);
    }

    private void Write(string file, string content)
    {
        Directory.CreateDirectory(_folder["out"]);
        File.WriteAllText(_folder[$"out/{file}"], content);
    }

    private string Refusal(string folder) =>
        Assert.Throws<SpecificationException>(() => ReportFolder.Claim(_folder[folder], Mine)).Message;
}
