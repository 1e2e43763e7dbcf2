using System.Buffers;
using System.Diagnostics;
using IsacCluster.Jobs;

namespace IsacCluster.Silo.Telemetry;

/// <summary>
/// A file of finished spans in the array form of the Trace Event Format. It is written to FILE.partial, whole events at a
/// time, and renamed to FILE when it is disposed. After kill -9 the partial file misses only its last second and the closing
/// bracket, which the format allows to be missing. Memory is one buffer and one entry per thread. Thread-safe.
/// </summary>
/// <remarks>
/// Trace Event Format (Google, 2016): ts and dur are microseconds, here since the file was created. Events of one thread must nest.
/// </remarks>
internal sealed class ChromeTraceFile : IDisposable
{
    private const int FlushBytes = 64 * 1024;
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly string _path, _partialPath;
    private readonly Action<string> _warn;
    private readonly TimeProvider _time;
    private readonly FileStream _stream;
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * FlushBytes);
    private readonly ChromeTraceEvents _events;
    private long _flushed;
    private bool _closed;

    private ChromeTraceFile(string path, FileStream stream, Action<string> warn, TimeProvider time)
    {
        (_path, _partialPath, _stream, _warn, _time) = (path, stream.Name, stream, warn, time);
        _flushed = time.GetTimestamp();
        _events = new ChromeTraceEvents(_buffer, time.GetUtcNow());
        _events.WriteProcess();
    }

    /// <summary>Creates FILE.partial, and the folder if it is missing.</summary>
    /// <exception cref="SpecificationException">It cannot be created.</exception>
    public static ChromeTraceFile Create(string path, Action<string> warn, TimeProvider time)
    {
        string full = Path.GetFullPath(path);
        try
        {
            if (Directory.Exists(full)) throw new IOException("it is a folder");
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            // No buffer of its own: what reaches the file are whole events.
            var stream = new FileStream(full + ".partial", FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            return new ChromeTraceFile(full, stream, warn, time);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SpecificationException($"--trace: '{path}' cannot be written: {error.Message}", error);
        }
    }

    /// <summary>Adds a finished span. A write that fails ends the trace with one warning; the job goes on.</summary>
    public void Write(Activity activity)
    {
        int thread = Environment.CurrentManagedThreadId;
        lock (_gate)
        {
            if (_closed) return;
            _events.WriteSpan(activity, thread);
            if (_buffer.WrittenCount >= FlushBytes || _time.GetElapsedTime(_flushed) >= FlushInterval) Guard(Flush);
        }
    }

    /// <summary>Closes the array, syncs and renames. Spans that end later are not part of the trace.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_closed) Guard(Complete);
            _closed = true;
            _events.Dispose();
        }
    }

    private void Complete()
    {
        _events.WriteEnd();
        Flush();
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_partialPath, _path, overwrite: true);
    }

    private void Flush()
    {
        _stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
        _flushed = _time.GetTimestamp();
    }

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _closed = true;
            _warn($"warning: the trace ends early: {error.Message.TrimEnd('.')}; what was written is in '{_partialPath}'.");
            _stream.Dispose();
        }
    }
}
