using System.Runtime.InteropServices;

namespace IsacCluster.Reporting.Files;

/// <summary>
/// A write beyond the file-size limit of a process (ulimit -f) raises SIGXFSZ, whose default is to kill the process without a
/// word. Once it is caught, the write fails with EFBIG, an <see cref="IOException"/> like that of a full disk.
/// </summary>
public static class FileSizeLimit
{
    /// <summary>SIGXFSZ on Linux and macOS; Windows has no such limit.</summary>
    private const PosixSignal FileSizeExceeded = (PosixSignal)25;

    private static readonly Lazy<PosixSignalRegistration?> Registration = new(() =>
        OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(FileSizeExceeded, context => context.Cancel = true));

    /// <summary>
    /// Turns the signal into an exception for the rest of the process's life; further calls do nothing. <see cref="AtomicFile"/>
    /// calls it, and so should every program that writes files by other means, at its start.
    /// </summary>
    public static void RaiseAsIOException() => _ = Registration.Value;
}
