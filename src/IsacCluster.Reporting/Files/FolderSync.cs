using System.Runtime.InteropServices;
using System.Text;

namespace IsacCluster.Reporting.Files;

/// <summary>
/// Flushes a folder, so that a rename in it survives a power cut. .NET opens no folders, hence the three calls of libc. On
/// Windows there is nothing to do: NTFS journals its names.
/// </summary>
public static class FolderSync
{
    private const int ReadOnlyFlag = 0;
    private const int InputOutputError = 5, NoSpaceLeft = 28;

    /// <exception cref="IOException">The disk reports that the folder was not written.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        int descriptor = Open([.. Encoding.UTF8.GetBytes(folder), 0], ReadOnlyFlag);
        // A folder that may be written but not read cannot be opened; its file system flushes it in its own time.
        if (descriptor < 0) return;
        try
        {
            // File systems that cannot flush folders answer EINVAL or ENOTSUP: the OS does not allow it, so it is not asked of it.
            if (Fsync(descriptor) != 0 && Marshal.GetLastPInvokeError() is InputOutputError or NoSpaceLeft)
                throw new IOException($"The folder '{folder}' could not be flushed to its disk.", Marshal.GetLastPInvokeError());
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
