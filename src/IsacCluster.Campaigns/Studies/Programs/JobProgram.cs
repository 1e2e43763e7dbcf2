using System.ComponentModel;
using System.Diagnostics;
using IsacCluster.Campaigns.Programs;

namespace IsacCluster.Campaigns.Studies.Programs;

/// <summary>
/// A program in a job object of Windows, with which it and all that it started end.
/// </summary>
internal sealed class JobProgram : TrialProgram
{
    private readonly Process _process;
    private readonly KillOnCloseJob _job;

    public JobProgram(ProgramStart start)
    {
        var info = new ProcessStartInfo(start.Command[0], start.Command.Skip(1))
        {
            WorkingDirectory = start.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach ((string name, string value) in start.Environment) info.Environment[name] = value;
        _job = new KillOnCloseJob(start.Memory);
        try
        {
            _process = Process.Start(info)!;
        }
        catch (Win32Exception cause)
        {
            _job.Dispose();
            throw new IOException($"The command '{start.Command[0]}' cannot be started: {cause.Message}", cause);
        }

        _job.Add(_process);
        _process.StandardInput.Close();
        Exit = RunAsync(start);
    }

    public override Task<int?> Exit { get; }

    /// <summary>Windows has no signal that every program takes.</summary>
    public override void Terminate() { }

    public override void Dispose()
    {
        _job.Dispose();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<int?> RunAsync(ProgramStart start)
    {
        await Task.WhenAll(CopyAsync(_process.StandardOutput, start.Output), CopyAsync(_process.StandardError, start.Errors))
            .ConfigureAwait(false);
        await _process.WaitForExitAsync().ConfigureAwait(false);
        return _process.ExitCode;
    }

    private static async Task CopyAsync(StreamReader from, string path)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = await from.BaseStream.ReadAsync(buffer).ConfigureAwait(false)) > 0;)
        {
            await file.WriteAsync(buffer.AsMemory(0, read)).ConfigureAwait(false);
            await file.FlushAsync().ConfigureAwait(false);
        }
    }
}
