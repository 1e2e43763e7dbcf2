namespace IsacCluster.Statistics.Tests;

/// <summary>Trajectories as units, fourth moments and the number of effective units, by property against rational oracles.</summary>
public sealed class TrajectoryMomentsTests
{
    private static readonly StudentCriticalValue Student = new(0.95);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Any_split_and_order_of_samples_gives_the_bytes_of_one_pass(int slots)
    {
        for (ulong trial = 0; trial < 100; trial++)
        {
            var stream = Draws.Stream(81, trial);
            int count = 1 + Draws.Below(ref stream, 60), groups = 1 + Draws.Below(ref stream, 5);
            var whole = new TrajectoryMoments(2, slots);
            List<TrajectoryMoments> parts = [.. Enumerable.Range(0, groups).Select(_ => new TrajectoryMoments(2, slots))];
            foreach (int sample in Draws.Permutation(ref stream, count))
            {
                Tell(whole, sample);
                Tell(parts[Draws.Below(ref stream, groups)], sample);
            }

            while (parts.Count > 1)
            {
                int from = Draws.Below(ref stream, parts.Count);
                TrajectoryMoments moved = Draws.Below(ref stream, 2) == 0 ? parts[from] : Read(Bytes(parts[from]), slots);
                parts.RemoveAt(from);
                parts[Draws.Below(ref stream, parts.Count)].Merge(moved);
            }

            Assert.Equal(Bytes(whole), Bytes(parts[0]));
            Assert.Equal(whole.Units.Ratio(0, 1).EffectiveUnits, parts[0].Units.Ratio(0, 1).EffectiveUnits);
        }

        static void Tell(TrajectoryMoments moments, int sample)
        {
            var stream = Draws.Stream(82, (ulong)sample);
            double[] values = [Math.ScaleB(Draws.Nasty(ref stream), -20), Math.ScaleB(Draws.Nasty(ref stream), -20)];
            if (Draws.Below(ref stream, 4) == 0) moments.Skip(sample);
            else moments.Add(sample, values);
        }
    }

    [Fact]
    public void Effective_units_and_skewness_are_the_rational_ones_rounded_once()
    {
        for (ulong trial = 0; trial < 100; trial++)
        {
            var stream = Draws.Stream(83, trial);
            var units = new UnitMoments(2, weighted: true);
            var samples = new List<(Rational X, Rational Y, Rational M)>();
            for (int i = 0, n = 3 + Draws.Below(ref stream, 8); i < n; i++)
            {
                double x = trial % 2 == 0 ? Draws.Nasty(ref stream) : 1e9 + 1e-6 * Draws.Nasty(ref stream) % 1;
                double y = 1 + stream.NextUniformPair().First;
                int m = 1 + Draws.Below(ref stream, 5);
                units.Add([x, y], m);
                samples.Add((Rational.Of(x), Rational.Of(y), m));
            }

            AssertEffective(units.Mean(0), samples.Select(s => (s.X, s.M, s.M)));
            AssertEffective(units.Ratio(0, 1), samples.Select(s => (s.X, s.Y, s.M)));
            AssertEffective(units.Ratio(1, 0), samples.Select(s => (s.Y, s.X, s.M)));
            AssertEffective(units.Difference(0, 1), samples.Select(s => (s.X - s.Y, s.M, s.M)));
            AssertEffective(units.Difference(1, 0), samples.Select(s => (s.Y - s.X, s.M, s.M)));
        }
    }

    [Fact]
    public void Effective_units_count_exceptions_and_what_lies_on_two_sides()
    {
        Assert.Equal(400, RatioEstimateTests.MeanOf([.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? 1.1 : 0.9)]).EffectiveUnits);
        double exceptions = RatioEstimateTests.MeanOf([.. Enumerable.Range(0, 10_000).Select(i => i < 12 ? 2.0 : 1)]).EffectiveUnits!.Value;
        Assert.Equal(12, exceptions, 0.1);
        var stream = Draws.Stream(84, 0);
        double[] gaussian = new double[30_000];
        for (int i = 0; i < gaussian.Length; i++) gaussian[i] = 1e9 + 1e-3 * stream.NextComplexGaussian().Real;
        Assert.InRange(RatioEstimateTests.MeanOf(gaussian).EffectiveUnits!.Value, 9_500, 10_500);
    }

    [Fact]
    public void Trajectories_of_equal_length_give_Students_interval_of_their_means()
    {
        var trajectories = new TrajectoryMoments(1, 5);
        var stream = Draws.Stream(85, 0);
        double[] means = new double[20];
        for (int j = 0; j < means.Length; j++)
        {
            double common = stream.NextUniform(1, 2);
            for (int slot = 0; slot < 5; slot++)
            {
                double value = common + stream.NextUniform(0, 0.1);
                trajectories.Add(5 * j + slot, [value]);
                means[j] += value / 5;
            }
        }

        RatioEstimate clustered = trajectories.Units.Mean(0), expected = RatioEstimateTests.MeanOf(means);
        Assert.Equal(20, clustered.Units);
        Assert.Equal(expected.Value!.Value, clustered.Value!.Value, 1e-14);
        Assert.Equal(expected.StandardError!.Value, clustered.StandardError!.Value, 1e-12);
        Assert.Equal(expected.Interval(Student)!.Value.Lower, clustered.Interval(Student)!.Value.Lower, 1e-12);
        Assert.Equal(expected.EffectiveUnits!.Value, clustered.EffectiveUnits!.Value, 1e-9);
    }

    [Fact]
    public void An_open_trajectory_counts_as_it_stands_and_one_without_samples_does_not()
    {
        var moments = new TrajectoryMoments(1, 3);
        for (int sample = 0; sample < 3; sample++) moments.Skip(sample);
        for (int sample = 3; sample < 7; sample++) moments.Add(sample, [sample]);
        Assert.Equal((2, 4.5), (moments.Units.Count, moments.Units.Mean(0).Value));
        moments.Skip(7);
        moments.Add(8, [8]);
        Assert.Equal((2, 26.0 / 5), (moments.Units.Count, moments.Units.Mean(0).Value));
        Assert.Throws<ArgumentException>(() => moments.Merge(new TrajectoryMoments(1, 4)));
    }

    [Fact]
    public void A_slot_that_is_told_twice_is_refused()
    {
        TrajectoryMoments first = new(1, 2), second = new(1, 2);
        first.Add(0, [1]);
        second.Merge(first);
        second.Merge(first);
        second.Add(2, [1]);
        TrajectoryMoments three = new(1, 3);
        three.Add(0, [1]);
        three.Add(0, [1]);
        TrajectoryMoments again = new(1, 3);
        again.Add(1, [1]);
        again.Add(1, [1]);
        Assert.Throws<InvalidOperationException>(() => again.Merge(three));
    }

    [Fact]
    public void Cut_and_impossible_bytes_are_refused()
    {
        var moments = new TrajectoryMoments(2, 4);
        for (int sample = 0; sample < 11; sample++) moments.Add(sample, [sample, 1.5 * sample]);
        byte[] bytes = Bytes(moments);
        Assert.Equal(bytes, Bytes(Read(bytes, 4)));
        for (int length = 0; length < bytes.Length; length++) Assert.Throws<InvalidDataException>(() => Read(bytes[..length], 4));
    }

    [Fact]
    public void Fourth_moments_that_a_part_lacks_are_not_known_of_the_whole()
    {
        TrajectoryMoments with = new(1, 1), old = new(1, 1);
        with.Add(0, [1]);
        with.Add(1, [2]);
        old.Add(2, [3]);
        var writer = new CanonicalWriter();
        old.WriteMoments(writer);
        var reader = new CanonicalReader(writer.Written);
        TrajectoryMoments lacking = TrajectoryMoments.ReadMoments(ref reader, 1, 1);
        Assert.False(lacking.HasQuartics);
        with.Merge(lacking);
        Assert.Equal((false, null, true), (with.HasQuartics, with.Units.Mean(0).EffectiveUnits, with.Units.Mean(0).Varies));
        Assert.False(with.Units.Mean(0).IsFounded);
    }

    private static void AssertEffective(RatioEstimate estimate, IEnumerable<(Rational U, Rational V, Rational M)> units)
    {
        (Rational U, Rational V, Rational M)[] all = [.. units];
        Rational sumU = all.Aggregate(Rational.Zero, (sum, unit) => sum + unit.U);
        Rational sumV = all.Aggregate(Rational.Zero, (sum, unit) => sum + unit.V);
        Rational squares = Rational.Zero, fourth = Rational.Zero, cubes = Rational.Zero, weights = Rational.Zero;
        foreach ((Rational u, Rational v, Rational m) in all)
        {
            Rational residual = sumV * u - sumU * v, square = residual * residual;
            (squares, fourth) = (squares + square, fourth + square * square);
            (cubes, weights) = (cubes + m * square * residual, weights + m);
        }

        Assert.True((squares * squares / fourth).RoundsTo(estimate.EffectiveUnits!.Value));

        Rational mean = cubes * all.Length / weights, expected = mean * mean / (squares * squares * squares), one = 1;
        double skewness = estimate.SkewnessOfMean!.Value;
        Assert.Equal(cubes < Rational.Zero, skewness < 0);
        if (expected > one) expected = one;
        if (expected > Rational.Zero)
            Assert.True((Rational.Of(skewness) * Rational.Of(skewness) / expected - one).Abs() < Rational.Of(4e-15), $"{skewness}");
    }

    private static byte[] Bytes(TrajectoryMoments moments)
    {
        var writer = new CanonicalWriter();
        moments.WriteMoments(writer);
        moments.WriteQuartics(writer);
        return writer.ToArray();
    }

    private static TrajectoryMoments Read(byte[] bytes, int slots)
    {
        var reader = new CanonicalReader(bytes);
        TrajectoryMoments read = TrajectoryMoments.ReadMoments(ref reader, 2, slots);
        read.ReadQuartics(ref reader);
        reader.EnsureEnd();
        return read;
    }
}
