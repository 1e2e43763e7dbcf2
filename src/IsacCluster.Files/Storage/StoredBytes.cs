using Microsoft.Win32.SafeHandles;

namespace IsacCluster.Files.Storage;

/// <summary>Bytes of a file, read at any place by any thread.</summary>
internal sealed class StoredBytes
{
    private readonly SafeFileHandle _handle;

    private StoredBytes(SafeFileHandle handle) => _handle = handle;

    public long Length => RandomAccess.GetLength(_handle);

    public static StoredBytes Open(string path) => new(File.OpenHandle(path, options: FileOptions.RandomAccess));

    /// <summary>What a stream holds, in a temporary file that goes with the process.</summary>
    public static StoredBytes Unpack(Stream packed)
    {
        string path = Path.Combine(Path.GetTempPath(), $"isac-{Guid.NewGuid():N}.unpacked");
        SafeFileHandle handle = File.OpenHandle(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose | FileOptions.RandomAccess);
        try
        {
            // On Unix an open file needs no name, so that not even a killed process leaves it behind.
            if (!OperatingSystem.IsWindows()) File.Delete(path);
            byte[] buffer = new byte[1 << 20];
            long offset = 0;
            for (int read; (read = packed.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0; offset += read)
                RandomAccess.Write(handle, buffer.AsSpan(0, read), offset);
            return new StoredBytes(handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public void Read(long offset, Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int read = RandomAccess.Read(_handle, bytes, offset);
            if (read == 0) throw new EndOfStreamException("ends before its array does");
            bytes = bytes[read..];
            offset += read;
        }
    }
}
