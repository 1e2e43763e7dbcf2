using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace IsacCluster.Campaigns.Programs;

/// <summary>
/// A job object of Windows: the system ends the processes in it, with all that they started, when the last handle to it closes: when this
/// process ends, at the latest.
/// </summary>
internal sealed partial class KillOnCloseJob : IDisposable
{
    private const int ExtendedLimits = 9;
    private const uint KillOnClose = 0x2000, LimitMemory = 0x200;

    private readonly nint _job;

    /// <param name="memory">Most bytes of memory of all its processes together; null: no limit.</param>
    public KillOnCloseJob(long? memory)
    {
        _job = CreateJobObject(0, null);
        var limits = new Limits { Flags = memory is null ? KillOnClose : KillOnClose | LimitMemory, JobMemory = (nuint)(memory ?? 0) };
        if (_job == 0 || !SetInformationJobObject(_job, ExtendedLimits, ref limits, Marshal.SizeOf<Limits>())) throw LastError();
    }

    /// <exception cref="IOException">The system refuses.</exception>
    public void Add(Process process)
    {
        if (!AssignProcessToJobObject(_job, process.Handle) && !process.HasExited) throw LastError();
    }

    public void Dispose() => CloseHandle(_job);

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
