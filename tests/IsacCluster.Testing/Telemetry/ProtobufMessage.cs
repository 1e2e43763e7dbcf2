using System.Buffers.Binary;
using System.Text;

namespace IsacCluster.Testing.Telemetry;

/// <summary>A protobuf message read without its schema: field number to the raw values in order.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public ProtobufMessage(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            ulong tag = Varint(ref bytes);
            int field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0: _fields.Add((field, Varint(ref bytes), default)); break;
                case 1: _fields.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(Take(ref bytes, 8).Span), default)); break;
                case 2: _fields.Add((field, 0, Take(ref bytes, (int)Varint(ref bytes)))); break;
                case 5: _fields.Add((field, BinaryPrimitives.ReadUInt32LittleEndian(Take(ref bytes, 4).Span), default)); break;
                default: throw new InvalidDataException($"Wire type {tag & 7} of field {field} is not protobuf.");
            }
        }
    }

    public bool Has(int field) => _fields.Exists(entry => entry.Field == field);

    public IEnumerable<ProtobufMessage> Messages(int field) =>
        _fields.Where(entry => entry.Field == field).Select(entry => new ProtobufMessage(entry.Bytes));

    public ProtobufMessage Message(int field) => Messages(field).Single();

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field).Span);

    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field).Span);

    public ulong Number(int field) => _fields.Single(entry => entry.Field == field).Number;

    public double Double(int field) => BitConverter.UInt64BitsToDouble(Number(field));

    /// <summary>A packed repeated double.</summary>
    public double[] Doubles(int field)
    {
        ReadOnlyMemory<byte> bytes = Bytes(field);
        return [.. Enumerable.Range(0, bytes.Length / 8).Select(i => BinaryPrimitives.ReadDoubleLittleEndian(bytes.Span[(8 * i)..]))];
    }

    /// <summary>Proto3 leaves out empty values.</summary>
    private ReadOnlyMemory<byte> Bytes(int field) => _fields.SingleOrDefault(entry => entry.Field == field).Bytes;

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> bytes, int count)
    {
        ReadOnlyMemory<byte> head = bytes[..count];
        bytes = bytes[count..];
        return head;
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> bytes)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = Take(ref bytes, 1).Span[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
    }
}
