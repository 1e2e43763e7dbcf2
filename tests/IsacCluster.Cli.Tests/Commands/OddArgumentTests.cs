using System.CommandLine;
using IsacCluster.Cli.Tests.Running;
using IsacCluster.Isac.Randomness;

namespace IsacCluster.Cli.Tests.Commands;

/// <summary>No argument, however odd, ends in a stack trace, an exit code of another meaning, or anything made.</summary>
[Collection(CommandLineCollection.Name)]
public sealed class OddArgumentTests : IDisposable
{
    private const int Vectors = 1000;

    private static readonly string[] Values =
    [
        "", " ", "two", "-1", "0", "1", "2", "1.5", "1e3", "1e-3", "1e400", "NaN", "-inf", "0x10", "１", "٣", "9223372036854775808",
        "18446744073709551616", "-9223372036854775809", "99999999999999999999999999", "true", "maybe", "null", "-", "--", "---", "@", "@x",
        "[suggest]", "[x]", "/", "\\", ".", "..", "a/b", "a\0b", "a\nb", "\u001b[31m", "é", "😀", "\ud800",
        "cpu=1", "cpu=,cuda=1", "cpu=1,cpu=1",
        "127.0.0.1", "::1", "[::1]:6379", "host:99999", "http://", "http://x:1", "sdr", "sdr,zf", "store", "Pause", "*", "?", "'", "\"", "=",
        "--json", "--silos", "-o", "--out=", "file", "file/inside", "folder", "spec.yaml", "nowhere.yaml", "%s", "{0}",
    ];

    private readonly Workspace _workspace = new();
    private readonly string _before = Environment.CurrentDirectory;

    public OddArgumentTests()
    {
        Environment.CurrentDirectory = _workspace.Folder; // what is made in spite of all would be made here
        _workspace.WriteCampaign("spec", 3);
        _workspace.Write("file", "");
        Directory.CreateDirectory(Path.Combine(_workspace.Folder, "folder"));
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        _workspace.Dispose();
    }

    /// <summary>Every option of every verb with every odd value, once.</summary>
    [Fact]
    public async Task Every_option_takes_or_refuses_every_odd_value()
    {
        foreach (Command verb in IsacCommandLine.CreateRoot().Subcommands)
            foreach (Option option in verb.Options)
                foreach (string value in Values)
                    await CheckAsync([verb.Name, .. verb.Arguments.Select(_ => "spec.yaml"), option.Name, value]);
    }

    [Fact]
    public async Task Random_argument_vectors_end_with_an_exit_code_of_the_contract()
    {
        Command[] verbs = [.. IsacCommandLine.CreateRoot().Subcommands];
        for (int vector = 0; vector < Vectors; vector++)
        {
            var draws = new RandomStream(14, StreamPurpose.Faults, (ulong)vector);
            Command verb = Pick(ref draws, verbs);
            var args = new List<string> { draws.NextUniform(0, 1) < 0.9 ? verb.Name : Pick(ref draws, Values) };
            int words = (int)draws.NextUniform(0, 7);
            for (int word = 0; word < words; word++)
                args.Add(draws.NextUniform(0, 1) < 0.5 && verb.Options.Count > 0
                    ? Pick(ref draws, [.. verb.Options]).Name + (draws.NextUniform(0, 1) < 0.2 ? $"={Pick(ref draws, Values)}" : "")
                    : Pick(ref draws, Values));
            await CheckAsync([.. args]);
        }
    }

    private async Task CheckAsync(string[] args)
    {
        string[] before = Entries();
        IsacOutcome outcome = await InProcess.CheckAsync(args);
        string shown = $"isac {string.Join(' ', args.Select(arg => $"'{arg}'"))}: exit {outcome.ExitCode}\n{outcome.Error}";
        Assert.True(outcome.ExitCode is 0 or 1 or 2 or 130, shown);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", outcome.Error, StringComparison.Ordinal);
        Assert.True(outcome.ExitCode == 0 || outcome.Error.Count(letter => letter == '\n') == 1, shown);
        Assert.True(before.SequenceEqual(Entries()), shown);
    }

    private string[] Entries() => Directory.GetFileSystemEntries(_workspace.Folder, "*", SearchOption.AllDirectories);

    private static T Pick<T>(ref RandomStream draws, T[] from) => from[(int)draws.NextUniform(0, from.Length)];
}
