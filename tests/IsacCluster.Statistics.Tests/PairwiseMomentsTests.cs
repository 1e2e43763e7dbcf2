namespace IsacCluster.Statistics.Tests;

public sealed class PairwiseMomentsTests
{
    private static readonly StudentCriticalValue Student = new(0.9);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Each_variable_is_over_its_own_samples_and_each_pair_over_those_that_both_have(int slots)
    {
        double?[][] samples = [[1, 2, null], [3, null, 5], [null, 7, 11], [13, 17, 19], [null, null, null], [23, 29, null]];
        var moments = new PairwiseMoments(3, slots);
        for (int i = 0; i < samples.Length; i++) moments.Add(i, samples[i]);
        for (int x = 0; x < 3; x++)
        {
            Assert.Equal(samples.Average(sample => sample[x])!.Value, moments.Variable(x).Mean(0).Value!.Value, 1e-14);
            for (int y = 0; y < x; y++)
            {
                var both = new TrajectoryMoments(2, slots);
                for (int i = 0; i < samples.Length; i++)
                {
                    if (samples[i][x] is { } a && samples[i][y] is { } b) both.Add(i, [a, b]);
                    else both.Skip(i);
                }

                UnitMoments expected = both.Units, actual = moments.Pair(y, x);
                Assert.Equal((expected.Count, expected.Difference(0, 1).Value), (actual.Count, actual.Difference(0, 1).Value));
                Assert.Equal(expected.Ratio(0, 1).Interval(Student), actual.Ratio(0, 1).Interval(Student));
                Assert.Equal(expected.Ratio(0, 1).EffectiveUnits, actual.Ratio(0, 1).EffectiveUnits);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Any_split_and_order_gives_the_bytes_of_one_pass(int slots)
    {
        for (ulong trial = 0; trial < 100; trial++)
        {
            var stream = Draws.Stream(8, trial);
            int count = 1 + Draws.Below(ref stream, 40);
            var whole = new PairwiseMoments(3, slots);
            PairwiseMoments[] parts = [new(3, slots), new(3, slots), new(3, slots)];
            foreach (int sample in Draws.Permutation(ref stream, count))
            {
                double?[] values = [.. Enumerable.Range(0, 3).Select(i => Value((ulong)(3 * sample + i)))];
                whole.Add(sample, values);
                parts[Draws.Below(ref stream, 3)].Add(sample, values);
            }

            PairwiseMoments merged = Read(Bytes(parts[2]), slots);
            merged.Merge(parts[0]);
            merged.Merge(Read(Bytes(parts[1]), slots));
            Assert.Equal(Bytes(whole), Bytes(merged));
        }

        static double? Value(ulong index)
        {
            var stream = Draws.Stream(10, index);
            double value = Draws.Nasty(ref stream);
            return Draws.Below(ref stream, 3) == 0 ? null : Math.ScaleB(value, -20);
        }
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        var moments = new PairwiseMoments(2);
        Assert.Throws<ArgumentException>(() => moments.Add(0, [1.0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => moments.Add(0, [1.0, double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => moments.Pair(1, 1));
        Assert.Throws<ArgumentException>(() => moments.Merge(new PairwiseMoments(3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairwiseMoments(257));
        Assert.Equal((0, 0), (moments.Variable(0).Count, moments.Variable(1).Count));
    }

    [Fact]
    public void A_pair_on_more_samples_than_its_variables_is_refused()
    {
        var pair = new UnitMoments(2, weighted: false);
        pair.Add([1, 2]);
        var writer = new CanonicalWriter();
        writer.WriteCount(2);
        new Moments().WriteTo(writer);
        new Moments().WriteTo(writer);
        pair.WriteMoments(writer);
        byte[] bytes = writer.ToArray();
        Assert.Throws<InvalidDataException>(() =>
        {
            var reader = new CanonicalReader(bytes);
            PairwiseMoments.ReadMoments(ref reader);
        });
    }

    private static byte[] Bytes(PairwiseMoments moments)
    {
        var writer = new CanonicalWriter();
        moments.WriteMoments(writer);
        moments.WriteQuartics(writer);
        return writer.ToArray();
    }

    private static PairwiseMoments Read(byte[] bytes, int slots)
    {
        var reader = new CanonicalReader(bytes);
        PairwiseMoments read = PairwiseMoments.ReadMoments(ref reader, slots);
        read.ReadQuartics(ref reader);
        reader.EnsureEnd();
        return read;
    }
}
