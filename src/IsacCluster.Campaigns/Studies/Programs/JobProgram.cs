using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace IsacCluster.Campaigns.Studies.Programs;

/// <summary>
/// A program in a job object of Windows, which the system ends with all its processes when the last handle to it closes: when this process
/// ends, at the latest.
/// </summary>
internal sealed partial class JobProgram : TrialProgram
{
    private const int ExtendedLimits = 9;
    private const uint KillOnClose = 0x2000, LimitMemory = 0x200;

    private readonly Process _process;
    private readonly nint _job;

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
        _job = CreateJob(start.Memory);
        try
        {
            _process = Process.Start(info)!;
        }
        catch (Win32Exception cause)
        {
            CloseHandle(_job);
            throw new IOException($"The command '{start.Command[0]}' cannot be started: {cause.Message}", cause);
        }

        if (!AssignProcessToJobObject(_job, _process.Handle) && !_process.HasExited) throw LastError();
        _process.StandardInput.Close();
        Exit = RunAsync(start);
    }

    public override Task<int?> Exit { get; }

    /// <summary>Windows has no signal that every program takes.</summary>
    public override void Terminate() { }

    public override void Dispose()
    {
        CloseHandle(_job);
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

    private static nint CreateJob(long? memory)
    {
        nint job = CreateJobObject(0, null);
        var limits = new Limits { Flags = memory is null ? KillOnClose : KillOnClose | LimitMemory, JobMemory = (nuint)(memory ?? 0) };
        return job != 0 && SetInformationJobObject(job, ExtendedLimits, ref limits, Marshal.SizeOf<Limits>()) ? job : throw LastError();
    }

    private static IOException LastError() => new("No job object: " + new Win32Exception().Message);

    [LibraryImport("kernel32.dll", EntryPoint = "CreateJobObjectW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint CreateJobObject(nint attributes, string? name);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetInformationJobObject(nint job, int kind, ref Limits limits, int length);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AssignProcessToJobObject(nint job, nint process);

    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CloseHandle(nint handle);

    /// <summary>JOBOBJECT_EXTENDED_LIMIT_INFORMATION, of which only the flags and the job's memory are set.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Limits
    {
        public long ProcessTime, JobTime;
        public uint Flags;
        public nuint LeastWorkingSet, MostWorkingSet;
        public uint Processes;
        public nuint Affinity;
        public uint Priority, Scheduling;
        public ulong Reads, Writes, Others, BytesRead, BytesWritten, BytesOther;
        public nuint ProcessMemory, JobMemory, PeakProcessMemory, PeakJobMemory;
    }
}
