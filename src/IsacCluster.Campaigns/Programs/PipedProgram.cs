using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;

namespace IsacCluster.Campaigns.Programs;

/// <summary>
/// A program that is asked over its standard input and answers on its standard output. Of its errors the last lines are kept. It ends with
/// all that it started when it is disposed, and with this process, however that ends: elsewhere than on Windows it has a session of its
/// own, in which a shell waits on a pipe whose other end this process holds, and kills the process group when that closes. Only what has
/// left the group outlives it.
/// </summary>
internal sealed class PipedProgram : IDisposable
{
    /// <summary>$1: the number of the pipe; $2: a limit of memory in KiB, or nothing; then the program with its arguments.</summary>
    private const string Script =
        """
        alive=$1 memory=$2; shift 2
        ( while read -r line; do :; done </dev/fd/"$alive"; kill -KILL 0 ) </dev/null >/dev/null 2>&1 &
        [ -z "$memory" ] || ulimit -v "$memory" || exit 126
        exec "$@"
        """;

    private const int BytesPerKibibyte = 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), Grace = TimeSpan.FromSeconds(1);

    /// <summary>A program that starts beside another must not inherit the end of the pipe that keeps the other alive.</summary>
    private static readonly Lock Starting = new();

    private readonly Process _process;
    private readonly IDisposable _alive;
    private readonly TextTail _errors = new();
    private readonly Task _reading;

    /// <param name="command">The program and its arguments.</param>
    /// <param name="folder">It works here.</param>
    /// <param name="memory">
    /// Most bytes that it may allocate: of address space for each of its processes on Linux, of memory for all together on Windows; null:
    /// no limit.
    /// </param>
    /// <param name="environment">Variables for it beside those of this process.</param>
    /// <exception cref="IOException">It cannot be started here at all.</exception>
    public PipedProgram(
        IReadOnlyList<string> command, string folder, long? memory, IReadOnlyDictionary<string, string> environment)
    {
        (_process, _alive) = OperatingSystem.IsWindows()
            ? StartInJob(command, folder, memory, environment)
            : StartInSession(command, folder, memory, environment);
        Output = new BufferedStream(_process.StandardOutput.BaseStream, 1 << 16);
        _reading = ReadErrorsAsync(_process.StandardError.BaseStream);
    }

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output { get; }

    /// <summary>Its exit code, 128 + n where signal n ended it; null while it runs a moment later still.</summary>
    public int? ExitCode() => _process.WaitForExit(Grace) ? _process.ExitCode : null;

    /// <summary>The last lines of its errors, all of them once it has ended.</summary>
    public IReadOnlyList<string> LastErrors()
    {
        if (_process.HasExited) _reading.Wait(Grace);
        return _errors.Lines();
    }

    /// <summary>Ends it, which may first end by itself at the end of its input.</summary>
    public void End()
    {
        CloseInput();
        _process.WaitForExit(Grace);
        Dispose();
    }

    /// <summary>Ends it and all that it started, at once; what it said can still be asked for.</summary>
    public void Kill()
    {
        _alive.Dispose();
        if (!_process.WaitForExit(Patience)) _process.Kill(entireProcessTree: true);
        _process.WaitForExit(Patience);
    }

    public void Dispose()
    {
        Kill();
        CloseInput();
        _process.Dispose();
    }

    private void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            // It has ended, or a write to it is still under way.
        }
    }

    private async Task ReadErrorsAsync(Stream errors)
    {
        byte[] buffer = new byte[4096];
        try
        {
            for (int read; (read = await errors.ReadAsync(buffer).ConfigureAwait(false)) > 0;) _errors.Add(buffer.AsSpan(0, read));
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // It is over.
        }
    }

    private static (Process Process, IDisposable Alive) StartInSession(
        IReadOnlyList<string> command, string folder, long? memory, IReadOnlyDictionary<string, string> environment)
    {
        lock (Starting)
        {
            var alive = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.Inheritable);
            try
            {
                string limit = memory is { } bytes ? (bytes / BytesPerKibibyte).ToString(CultureInfo.InvariantCulture) : "";
                Process process = Start(
                    [.. UnixSession.Starter(), "/bin/sh", "-c", Script, "isac-guard", alive.GetClientHandleAsString(), limit, .. command],
                    folder, command[0], environment);
                alive.DisposeLocalCopyOfClientHandle();
                return (process, alive);
            }
            catch
            {
                alive.Dispose();
                throw;
            }
        }
    }

    private static (Process Process, IDisposable Alive) StartInJob(
        IReadOnlyList<string> command, string folder, long? memory, IReadOnlyDictionary<string, string> environment)
    {
        var job = new KillOnCloseJob(memory);
        try
        {
            Process process = Start(command, folder, command[0], environment);
            job.Add(process);
            return (process, job);
        }
        catch
        {
            job.Dispose();
            throw;
        }
    }

    private static Process Start(
        IReadOnlyList<string> line, string folder, string name, IReadOnlyDictionary<string, string> environment)
    {
        var info = new ProcessStartInfo(line[0], line.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach ((string variable, string value) in environment) info.Environment[variable] = value;
        try
        {
            return Process.Start(info)!;
        }
        catch (Win32Exception cause)
        {
            throw new IOException($"The program '{name}' cannot be started: {cause.Message}", cause);
        }
    }
}
