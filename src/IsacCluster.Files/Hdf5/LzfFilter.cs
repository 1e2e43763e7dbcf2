using PureHDF.Filters;

namespace IsacCluster.Files.Hdf5;

/// <summary>
/// The compression of h5py's compression="lzf" (filter 32000), read only: literal runs, and copies of 3 to 264 bytes from at most 8 KiB
/// before. Source: LibLZF, lzf_d.c.
/// </summary>
internal sealed class LzfFilter : IH5Filter
{
    private const int SizeParameter = 2, MostLiterals = 32, LongCopy = 7, ShortestCopy = 2;

    public ushort FilterId => 32000;

    public string Name => "lzf";

    public Memory<byte> Filter(FilterInfo info)
    {
        if (!info.Flags.HasFlag(H5FilterFlags.Decompress)) throw new NotSupportedException("LZF is read, not written.");
        ReadOnlySpan<byte> packed = info.Buffer.Span;
        int size = info.Parameters.Length > SizeParameter ? checked((int)info.Parameters[SizeParameter]) : info.ChunkSize;
        var unpacked = new byte[size];
        return unpacked.AsMemory(0, Unpack(packed, unpacked));
    }

    public uint[] GetParameters(uint[] chunkDimensions, uint typeSize, Dictionary<string, object>? options) =>
        throw new NotSupportedException("LZF is read, not written.");

    /// <returns>How many bytes were unpacked.</returns>
    /// <exception cref="InvalidDataException">The bytes are no LZF, or unpack to more than there is room for.</exception>
    internal static int Unpack(ReadOnlySpan<byte> packed, Span<byte> unpacked)
    {
        int from = 0, to = 0;
        try
        {
            while (from < packed.Length)
            {
                int control = packed[from++];
                if (control < MostLiterals)
                {
                    int literals = control + 1;
                    packed.Slice(from, literals).CopyTo(unpacked[to..]);
                    (from, to) = (from + literals, to + literals);
                    continue;
                }

                int length = control >> 5;
                if (length == LongCopy) length += packed[from++];
                int source = to - ((control & 0x1f) << 8) - packed[from++] - 1;
                // A copy may overlap what it writes.
                for (int i = 0; i < length + ShortestCopy; i++) unpacked[to++] = unpacked[source++];
            }
        }
        catch (Exception error) when (error is IndexOutOfRangeException or ArgumentException)
        {
            throw new InvalidDataException("holds a block that is no LZF", error);
        }

        return to;
    }
}
