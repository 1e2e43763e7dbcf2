using System.Runtime.InteropServices;

namespace IsacCluster.Cluster.Storage;

/// <summary>
/// A write beyond the user's file-size limit (<c>ulimit -f</c>) raises SIGXFSZ, whose default is to kill the process. Once caught,
/// the write fails with EFBIG instead and is reported like a full disk.
/// </summary>
internal static class FileSizeSignal
{
    private const PosixSignal FileSizeLimit = (PosixSignal)25; // SIGXFSZ on Linux and macOS; raw numbers are positive
    private static PosixSignalRegistration? s_registration;

    /// <summary>Takes effect for the whole process and stays; repeated calls change nothing.</summary>
    public static void Catch()
    {
        if (OperatingSystem.IsWindows() || s_registration is not null) return;
        s_registration = PosixSignalRegistration.Create(FileSizeLimit, context => context.Cancel = true);
    }
}
