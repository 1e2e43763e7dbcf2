using System.Text;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>Text pieces as a stream of UTF-8, read once from front to back, so that millions of rows never lie in memory.</summary>
internal sealed class RowStream(string header, IEnumerable<string> pieces) : Stream
{
    private readonly IEnumerator<string> _pieces = pieces.Prepend(header).GetEnumerator();
    private ReadOnlyMemory<byte> _rest;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (_rest.IsEmpty)
        {
            if (!_pieces.MoveNext()) return 0;
            _rest = Encoding.UTF8.GetBytes(_pieces.Current);
        }

        int read = Math.Min(count, _rest.Length);
        _rest.Span[..read].CopyTo(buffer.AsSpan(offset));
        _rest = _rest[read..];
        return read;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _pieces.Dispose();
        base.Dispose(disposing);
    }
}
