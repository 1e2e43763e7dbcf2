using System.Buffers;
using System.Text;
using IsacCluster.Jobs;

namespace IsacCluster.Specifications.Yaml;

/// <summary>Turns a file into text: exists, readable, at most 1 MiB, UTF-8, no control characters.</summary>
public static class SourceText
{
    /// <summary>A specification is written by hand; 1 MiB keeps a wrong file (a dataset, a log) from being parsed.</summary>
    public const int MaxBytes = 1 << 20;

    private static ReadOnlySpan<byte> Utf16LittleEndian => [0xFF, 0xFE];

    private static ReadOnlySpan<byte> Utf16BigEndian => [0xFE, 0xFF];

    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>The text of a file of at most 1 MiB of UTF-8.</summary>
    /// <exception cref="SpecificationException">The file cannot be read.</exception>
    public static string Read(string path) => Decode(Load(path), path);

    /// <summary>The bytes of a file.</summary>
    public static byte[] Load(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new SpecificationException("No specification file is named; expected the path of a YAML file.");
        string shown = OneLine.Escape(path);
        if (Directory.Exists(path)) throw new SpecificationException($"{shown}: this is a folder; expected a YAML file.");
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var buffer = new byte[MaxBytes + 1];
            int length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= MaxBytes
                ? buffer[..length]
                : throw new SpecificationException($"{shown}: the file is larger than 1 MiB; expected a specification, not data.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SpecificationException($"{shown}: the file does not exist.", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new SpecificationException($"{shown}: the file cannot be read: permission denied.", error);
        }
        catch (Exception error) when (error is IOException or ArgumentException or NotSupportedException)
        {
            throw new SpecificationException($"{shown}: the file cannot be read: {OneLine.Escape(error.Message)}", error);
        }
    }

    /// <summary>Decodes UTF-8, with or without a byte order mark.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.StartsWith(Utf16LittleEndian) || bytes.StartsWith(Utf16BigEndian))
            throw new SourcePosition(path, 1, 1).Error("the file is UTF-16; expected UTF-8.");
        if (bytes.StartsWith(Utf8Mark)) bytes = bytes[Utf8Mark.Length..];
        int line = 1, column = 1;
        for (ReadOnlySpan<byte> rest = bytes; !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf8(rest, out Rune rune, out int consumed) != OperationStatus.Done)
                throw new SourcePosition(path, line, column).Error($"byte 0x{rest[0]:x2} is not UTF-8; save the file as UTF-8.");
            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + 1);
            rest = rest[consumed..];
        }

        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Refuses what YAML forbids; the scanner would end silently at the first NUL.</summary>
    public static void CheckCharacters(string text, string path)
    {
        int line = 1, column = 1;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool lone = char.IsSurrogate(c) && !(i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]));
            if (lone || (c < ' ' && c is not ('\t' or '\n' or '\r')) || c == '\x7f')
                throw new SourcePosition(path, line, column).Error($"the character U+{(int)c:X4} is not allowed in YAML; expected text.");
            if (char.IsHighSurrogate(c)) i++;
            (line, column) = c == '\n' ? (line + 1, 1) : (line, column + 1);
        }
    }
}
