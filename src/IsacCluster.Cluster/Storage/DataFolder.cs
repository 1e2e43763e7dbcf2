using System.Globalization;

namespace IsacCluster.Cluster.Storage;

/// <summary>
/// A data folder, held by this process alone until disposed. The operating system drops the lock when the process dies, also by
/// kill -9, so a stale lock cannot exist.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private const string LockName = "lock";
    private const int WouldBlockOnLinux = 11, WouldBlockOnMacOS = 35, SharingViolationOnWindows = unchecked((int)0x80070020);
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream folderLock)
    {
        Path = path;
        _lock = folderLock;
    }

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    public string DatabasePath => System.IO.Path.Combine(Path, "isac.db");

    /// <summary>Creates the folder if need be and takes its lock.</summary>
    /// <exception cref="DataFolderException">Another process holds it, or it cannot be written.</exception>
    public static DataFolder Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        string lockPath = System.IO.Path.Combine(path, LockName);
        try
        {
            Directory.CreateDirectory(path);
            var stream = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            try
            {
                stream.SetLength(0);
                stream.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
                stream.Flush();
            }
            catch
            {
                stream.Dispose();
                throw;
            }

            return new DataFolder(path, stream);
        }
        catch (IOException e) when (e.HResult is WouldBlockOnLinux or WouldBlockOnMacOS or SharingViolationOnWindows)
        {
            throw new DataFolderException($"Data folder {path} is in use by another process{HolderOf(lockPath)}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"Data folder {path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Gives the folder back.</summary>
    public void Dispose() => _lock.Dispose();

    private static string HolderOf(string lockPath)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(lockPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return int.TryParse(reader.ReadToEnd(), CultureInfo.InvariantCulture, out int pid) ? $" (pid {pid})" : "";
        }
        catch (IOException)
        {
            return ""; // Windows does not let others read it; the message stays right without the pid
        }
    }
}
