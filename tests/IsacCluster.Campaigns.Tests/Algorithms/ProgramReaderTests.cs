using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Tests.Algorithms;

/// <summary>Entries of programs: what they may say, what makes a job another one, and what is refused with which words.</summary>
public sealed class ProgramReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ProgramReaderTests()
    {
        File.WriteAllText(_folder["mine.py"], "one");
        File.WriteAllText(_folder["weights.npz"], "two");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_are_absolute_paths_beside_the_specification_and_the_rest_has_defaults()
    {
        var read = (ProgramSpecification)Read("{mine: {command: [python3, mine.py, fast], files: [weights.npz]}}").Algorithms[1];
        Assert.Equal("mine", read.Label);
        Assert.Equal(["python3", _folder["mine.py"], "fast"], read.Command.Line);
        Assert.Equal([_folder["mine.py"], _folder["weights.npz"]], read.Command.Files.Keys);
        Assert.Equal((64, 60), (read.Command.Batch, read.Command.Timeout.TotalSeconds));
        Assert.Equal(["python3"], read.Programs);
    }

    [Fact]
    public void The_identity_is_what_runs_and_neither_where_it_lies_nor_how_it_is_asked()
    {
        const string entry = "{mine: {command: [python3, mine.py], files: [weights.npz]}}";
        string id = Read(entry).JobId;
        File.Copy(_folder["mine.py"], _folder["copy.py"]);
        Assert.Equal(id, Read("{mine: {command: [python3, copy.py], files: [weights.npz], batch: 8, timeout_s: 1.5}}").JobId);
        Assert.NotEqual(id, Read("{theirs: {command: [python3, mine.py], files: [weights.npz]}}").JobId);
        Assert.NotEqual(id, Read("{mine: {command: [python3, mine.py]}}").JobId);
        Assert.NotEqual(id, Read("{mine: {command: [python3, mine.py, --fast], files: [weights.npz]}}").JobId);
        File.WriteAllText(_folder["weights.npz"], "others");
        Assert.NotEqual(id, Read(entry).JobId);
    }

    [Theory]
    [InlineData("{mine: {batch: 8}}", "mine.command: the field is missing; expected a program")]
    [InlineData("{mine: {command: python3}}", "mine.command: 'python3' is not allowed; expected a program")]
    [InlineData("{mine: {command: [python3, mine.py], bach: 8}}", "mine.bach: unknown field; did you mean 'batch'?")]
    [InlineData("{mine: {command: [python3], batch: 0}}", "mine.batch: '0' is not allowed; expected a whole number from 1 to")]
    [InlineData("{mine: {command: [python3], timeout_s: 0}}", "mine.timeout_s: '0' is not allowed; expected")]
    [InlineData("{mine: {command: [python3, their.py]}}", "mine.command[1]: 'their.py' is not allowed; expected a file that")]
    [InlineData("{mine: {command: [./mine]}}", "mine.command[0]: './mine' is not allowed; expected a file that")]
    [InlineData("{mine: {command: [python3], files: [w.npz]}}", "mine.files[0]: 'w.npz' is not allowed; expected a file that")]
    [InlineData("{a/b: {command: [python3]}}", "algorithms[1]: 'a/b' is not allowed; expected")]
    [InlineData("{zf: {command: [python3]}}", "algorithms[1].zf: a mapping is not allowed; expected the name zf alone")]
    public void Errors_name_field_value_and_what_is_allowed(string entry, string message)
    {
        var error = Assert.Throws<SpecificationException>(() => Read(entry));
        Assert.Contains("x.yaml:4:", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_is_given_once()
    {
        var error = Assert.Throws<SpecificationException>(() => Read("{mine: {command: [python3]}}, {mine: {command: [python3]}}"));
        Assert.Contains("expected a name of its own", error.Message, StringComparison.Ordinal);
    }

    private CampaignSpecification Read(string entries) => (CampaignSpecification)new SpecificationReader().Parse(
        $"kind: campaign\nname: x\nsamples: 10\nalgorithms: [sdr, {entries}]\n", _folder["x.yaml"]);
}
