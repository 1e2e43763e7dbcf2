
namespace IsacCluster.Statistics.Tests;

/// <summary>The laws of <see cref="IExactStatistic{TSelf}"/>, which every statistic must keep to the bit.</summary>
public abstract class ExactStatisticConformance<T> where T : class, IExactStatistic<T>
{
    private const int Cases = 200;

    protected abstract T Empty();

    /// <summary>Adds observation number <paramref name="index"/> of an endless, fixed sequence.</summary>
    protected abstract void AddObservation(T statistic, ulong index);

    [Fact]
    public void Any_grouping_and_order_of_merges_gives_the_bytes_of_one_pass()
    {
        for (ulong trial = 0; trial < Cases; trial++)
        {
            var stream = Draws.Stream(1, trial);
            int count = Draws.Below(ref stream, 60), groups = 1 + Draws.Below(ref stream, 8);
            T whole = Empty();
            List<T> parts = [.. Enumerable.Range(0, groups).Select(_ => Empty())];
            foreach (int i in Draws.Permutation(ref stream, count))
            {
                AddObservation(whole, (ulong)i);
                AddObservation(parts[Draws.Below(ref stream, groups)], (ulong)i);
            }

            while (parts.Count > 1)
            {
                int from = Draws.Below(ref stream, parts.Count);
                T moved = Draws.Below(ref stream, 2) == 0 ? parts[from] : Read(Bytes(parts[from]));
                parts.RemoveAt(from);
                parts[Draws.Below(ref stream, parts.Count)].Merge(moved);
            }

            Assert.Equal(Bytes(whole), Bytes(parts[0]));
        }
    }

    [Fact]
    public void Merging_changes_neither_the_other_nor_depends_on_the_side()
    {
        T a = Sample(0, 20), b = Sample(20, 33);
        byte[] aBytes = Bytes(a), bBytes = Bytes(b);

        a.Merge(b);
        T fresh = Read(bBytes);
        fresh.Merge(Read(aBytes));

        Assert.Equal(bBytes, Bytes(b));
        Assert.Equal(Bytes(a), Bytes(fresh));
        Assert.NotEqual(aBytes, Bytes(a));
    }

    [Fact]
    public void Empty_is_neutral()
    {
        T some = Sample(0, 30);
        byte[] before = Bytes(some);
        some.Merge(Empty());
        Assert.Equal(before, Bytes(some));

        T empty = Empty();
        empty.Merge(some);
        Assert.Equal(before, Bytes(empty));
    }

    [Fact]
    public void Merging_with_itself_counts_everything_twice()
    {
        T twice = Sample(0, 25), expected = Sample(0, 25);
        twice.Merge(twice);
        expected.Merge(Sample(0, 25));
        Assert.Equal(Bytes(expected), Bytes(twice));
    }

    [Fact]
    public void Bytes_round_trip_and_end_where_they_say()
    {
        for (ulong n = 0; n < 40; n++)
        {
            byte[] bytes = Bytes(Sample(0, n));
            var reader = new CanonicalReader([.. bytes, 0x55]);
            T read = T.ReadFrom(ref reader);
            Assert.Equal(1, reader.Remaining);
            Assert.Equal(bytes, Bytes(read));
        }
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] bytes = Bytes(Sample(0, 10));
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<InvalidDataException>(() => Read(bytes[..length]));
    }

    [Fact]
    public void A_changed_byte_is_refused_or_reads_as_another_canonical_state()
    {
        byte[] original = Bytes(Sample(0, 12));
        int refused = 0, stride = 1 + original.Length / 200;
        for (int position = 0; position < original.Length; position += position < 50 ? 1 : stride)
        {
            foreach (byte replacement in new[] { (byte)0, (byte)(original[position] ^ 1), (byte)(original[position] ^ 0x80) })
            {
                if (replacement == original[position]) continue;
                byte[] changed = [.. original];
                changed[position] = replacement;
                if (TryRead(changed, out T? read)) Assert.Equal(changed, Bytes(read!));
                else refused++;
            }
        }

        Assert.True(refused > 0);
    }

    protected static byte[] Bytes(T statistic)
    {
        var writer = new CanonicalWriter();
        statistic.WriteTo(writer);
        return writer.ToArray();
    }

    protected static T Read(byte[] bytes)
    {
        var reader = new CanonicalReader(bytes);
        T statistic = T.ReadFrom(ref reader);
        reader.EnsureEnd();
        return statistic;
    }

    private static bool TryRead(byte[] bytes, out T? statistic)
    {
        try
        {
            statistic = Read(bytes);
            return true;
        }
        catch (InvalidDataException)
        {
            statistic = null;
            return false;
        }
    }

    /// <summary>The observations [first, end).</summary>
    private T Sample(ulong first, ulong end)
    {
        T statistic = Empty();
        for (ulong i = first; i < end; i++) AddObservation(statistic, i);
        return statistic;
    }
}
