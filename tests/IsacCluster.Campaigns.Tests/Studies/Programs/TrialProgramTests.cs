using IsacCluster.Campaigns.Studies.Programs;

namespace IsacCluster.Campaigns.Tests.Studies.Programs;

/// <summary>Real programs, on systems that have a shell.</summary>
public sealed class TrialProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 37", 37)]
    [InlineData("kill -KILL $$", 137)]
    [InlineData("kill -KILL $PPID", null)]
    public async Task An_exit_code_comes_through_the_guard(string script, int? code)
    {
        using TrialProgram program = Start(script);
        Assert.Equal(code, await program.Exit);
    }

    [Fact]
    public async Task What_it_prints_goes_to_its_files_behind_what_is_there()
    {
        using (TrialProgram first = Start("echo one; echo bad >&2; printf tw")) await first.Exit;
        using (TrialProgram second = Start("echo o; echo \"$ISAC_TRIAL\"; cat")) Assert.Equal(0, await second.Exit);
        Assert.Equal("one\ntwo\n7\n", await File.ReadAllTextAsync(_folder["out"]));
        Assert.Equal("bad", OutputFile.LastLine(_folder["err"], 0));
        Assert.Equal("", OutputFile.LastLine(_folder["err"], 4));
    }

    [Fact]
    public async Task It_ends_with_all_that_it_started_when_the_pipe_to_its_guard_closes()
    {
        // Whoever lives holds the named pipe open; its end comes when the last of them is gone.
        await ProgramRun.EndAsync(_folder.Path, "mkfifo", "alive");
        TrialProgram program = Start("exec 9>alive; (sleep 1000; sleep 1000) & trap '' TERM HUP INT; sleep 1000");
        using var alive = new FileStream(_folder["alive"], FileMode.Open, FileAccess.Read); // once the program has opened its end
        program.Dispose();
        Assert.Equal(-1, alive.ReadByte());
    }

    [Fact]
    public async Task Asked_to_end_it_may_still_save()
    {
        await ProgramRun.EndAsync(_folder.Path, "mkfifo", "ready");
        using TrialProgram program = Start("trap 'echo saved; exit 5' TERM; : >ready; while :; do sleep 0.01; done");
        await File.ReadAllTextAsync(_folder["ready"]);
        program.Terminate();
        Assert.Equal(5, await program.Exit);
        Assert.Equal("saved\n", await File.ReadAllTextAsync(_folder["out"]));
    }

    [Fact]
    public async Task A_program_that_is_not_there_ends_as_in_a_shell()
    {
        using TrialProgram program = TrialProgram.Start(
            new ProgramStart(["no-such-program-here"], new Dictionary<string, string>(), _folder.Path, _folder["out"], _folder["err"]));
        Assert.Equal(127, await program.Exit);
        Assert.Contains("no-such-program-here", OutputFile.LastLine(_folder["err"], 0), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beyond_its_limit_of_memory_it_cannot_allocate_and_below_it_can()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A limit of address space is Linux's.");
        const string script = "dd if=/dev/zero of=/dev/null bs=$1 count=1 2>/dev/null || exit 12";
        foreach ((string block, int code) in new[] { ("8M", 0), ("256M", 12) })
        {
            using TrialProgram program = TrialProgram.Start(new ProgramStart(
                ["sh", "-c", script, "sh", block], new Dictionary<string, string>(), _folder.Path, _folder["out"], _folder["err"],
                Memory: 128 << 20));
            Assert.Equal(code, await program.Exit);
        }
    }

    private TrialProgram Start(string script) => TrialProgram.Start(new ProgramStart(
        ["sh", "-c", script], new Dictionary<string, string> { ["ISAC_TRIAL"] = "7" }, _folder.Path, _folder["out"], _folder["err"]));
}
