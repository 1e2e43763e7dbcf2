using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using IsacCluster.Campaigns.Programs;

namespace IsacCluster.Campaigns.Studies.Programs;

/// <summary>
/// A program under a guard, a shell in a session of its own: it reads a pipe whose other end this process holds, and kills its whole
/// process group when that end closes, which the kernel sees to when this process is killed. The guard says the program's exit code on its
/// own output, which ends without one where the guard itself is killed, by a program that kills its parent. Only what has left the group
/// (a daemon with a session of its own) outlives it.
/// </summary>
internal sealed class GuardedProgram : TrialProgram
{
    /// <summary>
    /// $1, $2: files of output and errors; $3: a limit of memory in KiB, or nothing; then the program with its arguments. 3 is the pipe,
    /// whose lines are signals.
    /// </summary>
    private const string Script =
        """
        output=$1 errors=$2 memory=$3; shift 3
        exec 3<&0 </dev/null 2>/dev/null
        ( [ -z "$memory" ] || ulimit -v "$memory" || exit 126; exec "$@" ) 3<&- >>"$output" 2>>"$errors" &
        program=$!
        ( while read -r signal; do kill -s "$signal" "$program"; done <&3; kill -KILL 0 ) >/dev/null &
        wait "$program"
        echo $?
        kill -KILL 0
        """;

    private const int BytesPerKibibyte = 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Process _guard;

    public GuardedProgram(ProgramStart start)
    {
        var guard = new ProcessStartInfo
        {
            WorkingDirectory = start.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        IReadOnlyList<string> session = UnixSession.Starter();
        guard.FileName = session[0];
        string memory = start.Memory is { } bytes ? (bytes / BytesPerKibibyte).ToString(CultureInfo.InvariantCulture) : "";
        foreach (string argument in (string[])[
            .. session.Skip(1), "/bin/sh", "-c", Script, "isac-guard", start.Output, start.Errors, memory])
            guard.ArgumentList.Add(argument);
        foreach (string argument in start.Command) guard.ArgumentList.Add(argument);
        foreach ((string name, string value) in start.Environment) guard.Environment[name] = value;
        try
        {
            _guard = Process.Start(guard)!;
        }
        catch (Win32Exception cause)
        {
            throw new IOException($"The command '{start.Command[0]}' cannot be started: {cause.Message}", cause);
        }

        Exit = ReadCodeAsync(_guard.StandardOutput);
    }

    public override Task<int?> Exit { get; }

    public override void Terminate()
    {
        try
        {
            _guard.StandardInput.Write("TERM\n");
            _guard.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended.
        }
    }

    public override void Dispose()
    {
        try
        {
            _guard.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended.
        }

        if (!_guard.WaitForExit(Patience)) _guard.Kill(entireProcessTree: true);
        _guard.WaitForExit();
        _guard.Dispose();
    }

    /// <summary>Its caller may wait on a thread that this must not need.</summary>
    private static async Task<int?> ReadCodeAsync(StreamReader output) =>
        int.TryParse(await output.ReadLineAsync().ConfigureAwait(false), CultureInfo.InvariantCulture, out int code) ? code : null;
}
