using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace IsacCluster.Networks.Onnx;

/// <summary>Writes messages in the wire format of Protocol Buffers: of each field its number and what kind of value follows.</summary>
internal sealed class WireWriter
{
    private const int Varint = 0, Delimited = 2, Fixed32 = 5, TagBits = 3, SevenBits = 7, Continues = 0x80;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public byte[] ToBytes() => _bytes.WrittenSpan.ToArray();

    public void Number(int field, long value)
    {
        Write((field << TagBits) | Varint);
        Write(value);
    }

    public void Single(int field, float value)
    {
        Write((field << TagBits) | Fixed32);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public void Message(int field, Action<WireWriter> write)
    {
        var message = new WireWriter();
        write(message);
        Bytes(field, message._bytes.WrittenSpan);
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Write((field << TagBits) | Delimited);
        Write(value.Length);
        _bytes.Write(value);
    }

    private void Write(long value)
    {
        ulong rest = (ulong)value;
        for (; rest >= Continues; rest >>= SevenBits) Write((byte)(rest | Continues));
        Write((byte)rest);
    }

    private void Write(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }
}
