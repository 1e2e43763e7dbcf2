using System.Globalization;

namespace IsacCluster.Cluster.Storage;

/// <summary>
/// A data folder, held by this process alone until disposed. The operating system drops the lock when the process dies, also by
/// kill -9, so a stale lock cannot exist.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private const string LockName = "lock";
    private const string HolderName = "lock.pid"; // beside the lock, which nobody else can read while it is held
    private const int WouldBlockOnLinux = 11, WouldBlockOnMacOS = 35, SharingViolationOnWindows = unchecked((int)0x80070020);
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream folderLock)
    {
        Path = path;
        _lock = folderLock;
    }

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    public string DatabasePath => DatabaseOf(Path);

    /// <summary>Whether a folder holds the database of a data folder.</summary>
    public static bool IsOne(string path) => File.Exists(DatabaseOf(path));

    /// <summary>Creates the folder if need be and takes its lock.</summary>
    /// <exception cref="DataFolderException">Another process holds it, or it cannot be written.</exception>
    public static DataFolder Open(string path)
    {
        FileSizeSignal.Catch();
        path = System.IO.Path.GetFullPath(path);
        string lockPath = System.IO.Path.Combine(path, LockName);
        try
        {
            Directory.CreateDirectory(path);
            var stream = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            try
            {
                File.WriteAllText(System.IO.Path.Combine(path, HolderName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            }
            catch
            {
                stream.Dispose();
                throw;
            }

            return new DataFolder(path, stream);
        }
        catch (IOException e) when (IsHeld(e))
        {
            throw new DataFolderException($"Data folder {path} is in use by another process{HolderOf(path)}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"Data folder {path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Since when another process, or this one, holds the folder; null while nobody does.</summary>
    public static DateTimeOffset? HeldSince(string path)
    {
        try
        {
            new FileStream(System.IO.Path.Combine(path, LockName), FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            return null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (IOException e) when (IsHeld(e))
        {
            return File.GetLastWriteTimeUtc(System.IO.Path.Combine(path, HolderName));
        }
    }

    /// <summary>Gives the folder back.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>The database of a data folder.</summary>
    public static string DatabaseOf(string folder) => System.IO.Path.Combine(folder, "isac.db");

    private static bool IsHeld(IOException e) => e.HResult is WouldBlockOnLinux or WouldBlockOnMacOS or SharingViolationOnWindows;

    private static string HolderOf(string path)
    {
        try
        {
            string holder = File.ReadAllText(System.IO.Path.Combine(path, HolderName));
            return int.TryParse(holder, CultureInfo.InvariantCulture, out int pid) ? $" (pid {pid})" : "";
        }
        catch (IOException)
        {
            return ""; // the holder has the lock but has not written its name yet
        }
    }
}
