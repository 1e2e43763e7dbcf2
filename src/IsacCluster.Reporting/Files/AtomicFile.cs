using System.Security.Cryptography;

namespace IsacCluster.Reporting.Files;

/// <summary>What was written: absolute path, length and SHA-256 in lower-case hexadecimal.</summary>
public sealed record WrittenFile(string Path, long Bytes, string Sha256);

/// <summary>
/// Writes whole files: a reader sees the old content or the new, never a part, and what was written survives a power cut.
/// The content goes to a temporary name in the same folder, is flushed to the disk, renamed, and the folder is flushed.
/// A crash leaves at most a file that ends in <see cref="LeftoverSuffix"/>, which no reader opens and
/// <see cref="RemoveLeftovers"/> deletes. Thread-safe; two writers of one path both succeed and the later rename wins.
/// </summary>
public static class AtomicFile
{
    /// <summary>The end of every temporary name.</summary>
    public const string LeftoverSuffix = ".isac-tmp";

    /// <summary>Writes bytes. The folder must exist.</summary>
    /// <exception cref="IOException">The file cannot be written; the message names it and says why, and nothing has changed.</exception>
    public static WrittenFile Write(string path, ReadOnlySpan<byte> content)
    {
        (path, string temporary) = Names(path);
        try
        {
            using (FileStream stream = Create(temporary))
            {
                stream.Write(content);
                Publish(stream, temporary, path);
            }

            return new WrittenFile(path, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
        }
        catch (Exception cause) when (IsOfDisk(cause))
        {
            throw Failure(path, temporary, content.Length, cause);
        }
    }

    /// <summary>Writes a stream from its present position to its end. The folder must exist.</summary>
    /// <exception cref="IOException">The file cannot be written or the content cannot be read; nothing has changed.</exception>
    public static WrittenFile Write(string path, Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return Write(path, content.CopyTo);
    }

    /// <summary>Writes what is written to a stream, piece by piece. The folder must exist.</summary>
    /// <param name="write">Writes the content; an exception of its own leaves everything as it was.</param>
    /// <exception cref="IOException">The file cannot be written; nothing has changed.</exception>
    public static WrittenFile Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        (path, string temporary) = Names(path);
        long bytes = 0;
        try
        {
            using var hash = SHA256.Create();
            using (FileStream stream = Create(temporary))
            {
                using (var hashed = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true)) write(hashed);
                bytes = stream.Length;
                Publish(stream, temporary, path);
            }

            return new WrittenFile(path, bytes, Convert.ToHexStringLower(hash.Hash!));
        }
        catch (Exception cause) when (IsOfDisk(cause))
        {
            throw Failure(path, temporary, bytes, cause);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>
    /// Deletes what crashed writers left in a folder and returns how many files that were. A temporary file that a living
    /// process still holds open is left alone.
    /// </summary>
    public static int RemoveLeftovers(string folder)
    {
        int removed = 0;
        foreach (string file in Directory.EnumerateFiles(folder, "*" + LeftoverSuffix))
        {
            try
            {
                // A living writer holds a shared lock, so this exclusive opening fails for its file.
                using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) { }
                File.Delete(file);
                removed++;
            }
            catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
            {
                continue;
            }
        }

        return removed;
    }

    private static (string Path, string Temporary) Names(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileSizeLimit.RaiseAsIOException();
        string full = Path.GetFullPath(path);
        return (full, $"{full}.{Guid.NewGuid():N}{LeftoverSuffix}");
    }

    // FileShare.Delete lets the file be renamed while it is open, so that it is locked during its whole life under this name.
    private static FileStream Create(string temporary) => new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Delete);

    private static void Publish(FileStream stream, string temporary, string path)
    {
        stream.Flush(flushToDisk: true);
        File.Move(temporary, path, overwrite: true);
        FolderSync.Flush(Path.GetDirectoryName(path)!);
    }

    private static IOException Failure(string path, string temporary, long bytes, Exception cause)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception second) when (second is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report; the leftover is recognisable by its name.
        }

        string reason = IsOutOfSpace(cause)
            ? "no space is left on its disk, or a quota or file-size limit is reached; free some space and start again"
            : cause.Message;
        return new IOException($"Cannot write '{path}' ({bytes} bytes): {reason}", cause);
    }

    /// <summary>.NET turns EFBIG, the answer of a file-size limit, into an ArgumentOutOfRangeException of no argument of ours.</summary>
    private static bool IsOfDisk(Exception cause) => cause is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    /// <summary>ENOSPC, and EDQUOT of Linux and of macOS, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows.</summary>
    private static bool IsOutOfSpace(Exception cause) => cause is ArgumentOutOfRangeException
        || cause.HResult is 28 or 122 or 69 or unchecked((int)0x80070070) or unchecked((int)0x80070027);
}
