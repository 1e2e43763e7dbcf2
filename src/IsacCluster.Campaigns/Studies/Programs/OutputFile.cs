using System.Text;

namespace IsacCluster.Campaigns.Studies.Programs;

/// <summary>The lines of a file that a program appends to, as far as they are there.</summary>
internal sealed class OutputFile : IDisposable
{
    private const int MostLine = 1 << 20; // a longer one is no report
    private readonly FileStream _file;
    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly MemoryStream _line = new();

    /// <summary>Opens it, made if need be. A line that an earlier program was ended in is ended.</summary>
    public OutputFile(string path)
    {
        using (var end = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            end.Seek(-Math.Min(1, end.Length), SeekOrigin.End);
            if (end.Length > 0 && end.ReadByte() != '\n') end.WriteByte((byte)'\n');
        }

        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
    }

    /// <summary>Bytes from the start of the file to the end of what was read.</summary>
    public long Position => _file.Position;

    /// <summary>The lines that have ended since; of the last one only what has, until the program is over.</summary>
    /// <param name="isOver">Whether what is there after the last line's end is a line, too.</param>
    /// <param name="until">Bytes behind this position are left for later.</param>
    public IEnumerable<string> ReadLines(bool isOver, long until = long.MaxValue)
    {
        for (int read; (read = _file.Read(_buffer, 0, (int)Math.Clamp(until - Position, 0, _buffer.Length))) > 0;)
        {
            for (int at = 0; at < read;)
            {
                int length = _buffer.AsSpan(at, read - at).IndexOfAny((byte)'\n', (byte)'\r');
                bool ends = length >= 0;
                if (!ends) length = read - at;
                if (_line.Length <= MostLine) _line.Write(_buffer, at, length);
                at += ends ? length + 1 : length;
                if (ends && TakeLine() is { } line) yield return line;
            }
        }

        if (isOver && TakeLine() is { } last) yield return last;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The last line with text behind a position; empty where there is none.</summary>
    public static string LastLine(string path, long from)
    {
        const int most = 4096;
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(Math.Max(Math.Min(from, file.Length), file.Length - most), SeekOrigin.Begin);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', '\r').LastOrDefault(line => !string.IsNullOrWhiteSpace(line))?.Trim() ?? "";
    }

    /// <summary>The length of a file; 0 where there is none.</summary>
    public static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private string? TakeLine()
    {
        string? line = _line.Length is > 0 and <= MostLine ? Encoding.UTF8.GetString(_line.GetBuffer(), 0, (int)_line.Length) : null;
        _line.SetLength(0);
        return line;
    }
}
