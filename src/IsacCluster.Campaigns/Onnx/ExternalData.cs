namespace IsacCluster.Campaigns.Onnx;

/// <summary>
/// Whether an ONNX file keeps weights in other files beside it, which its digest would not cover: a tensor whose data_location (field
/// 14) is EXTERNAL (1), of the initializers and of the attributes of nodes, in subgraphs too. What is no such message is left to the
/// runtime to refuse.
/// </summary>
internal static class ExternalData
{
    private const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5, MostDepth = 64;
    private const int Location = 14, External = 1;

    /// <summary>A kind of message and, of its fields, those that are messages to look into.</summary>
    private sealed record Message(Dictionary<int, Message> Fields, bool IsTensor = false);

    private static readonly Message Model = Describe();

    public static bool IsIn(ReadOnlySpan<byte> file) => IsIn(file, Model, 0);

    private static Message Describe()
    {
        var tensor = new Message([], IsTensor: true);
        var graph = new Message([]);
        var attribute = new Message(new() { [5] = tensor, [6] = graph, [10] = tensor, [11] = graph });
        var node = new Message(new() { [5] = attribute });
        graph.Fields[1] = node;
        graph.Fields[5] = tensor;
        var function = new Message(new() { [7] = node });
        return new Message(new() { [7] = graph, [25] = function });
    }

    private static bool IsIn(ReadOnlySpan<byte> rest, Message message, int depth)
    {
        while (depth < MostDepth && TryNumber(ref rest, out ulong tag))
        {
            int field = (int)(tag >> 3);
            switch ((int)(tag & 7))
            {
                case Varint:
                    if (!TryNumber(ref rest, out ulong value)) return false;
                    if (message.IsTensor && field == Location && value == External) return true;
                    break;
                case Delimited:
                    if (!TryNumber(ref rest, out ulong length) || length > (ulong)rest.Length) return false;
                    if (message.Fields.TryGetValue(field, out Message? inner) && IsIn(rest[..(int)length], inner, depth + 1)) return true;
                    rest = rest[(int)length..];
                    break;
                case Fixed64 when rest.Length >= sizeof(ulong): rest = rest[sizeof(ulong)..]; break;
                case Fixed32 when rest.Length >= sizeof(uint): rest = rest[sizeof(uint)..]; break;
                default: return false;
            }
        }

        return false;
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> rest, out ulong value)
    {
        value = 0;
        for (int i = 0; i < rest.Length && i < 10; i++)
        {
            value |= (ulong)(rest[i] & 0x7F) << (7 * i);
            if (rest[i] >= 0x80) continue;
            rest = rest[(i + 1)..];
            return true;
        }

        return false;
    }
}
