using IsacCluster.Campaigns.Trainings;
using IsacCluster.Training;

namespace IsacCluster.Campaigns.Tests.Trainings;

/// <summary>The exact monoid of finished trainings.</summary>
public sealed class TrainedModelsTests
{
    [Fact]
    public void Merging_is_commutative_associative_and_idempotent_to_the_byte()
    {
        TrainedModels[] subsets = [.. Enumerable.Range(0, 8).Select(mask => Subset(mask))];
        foreach (TrainedModels a in subsets)
        {
            Assert.Equal(a.ToBytes(), Merged(a, a).ToBytes());
            Assert.Equal(a.ToBytes(), TrainedModels.FromBytes(a.ToBytes()).ToBytes());
            foreach (TrainedModels b in subsets)
            {
                Assert.Equal(Merged(a, b).ToBytes(), Merged(b, a).ToBytes());
                foreach (TrainedModels c in subsets)
                    Assert.Equal(Merged(Merged(a, b), c).ToBytes(), Merged(a, Merged(b, c)).ToBytes());
            }
        }
    }

    [Fact]
    public void Every_number_comes_back_to_the_bit()
    {
        var models = new TrainedModels();
        CurvePoint[] curve = [Point(1, 1.0 / 3), Point(2, double.NaN), Point(300, double.PositiveInfinity)];
        TrainedModel written = Model(3) with { Curve = curve, StoppedEarly = true };
        models.Add(0, written);
        TrainedModel read = Assert.Single(TrainedModels.FromBytes(models.ToBytes()).Models).Value;
        Assert.Equal(written.Curve, read.Curve);
        Assert.Equal(written with { Curve = read.Curve }, read);
    }

    [Fact]
    public void Negative_zero_and_zero_are_one_spelling()
    {
        TrainedModels a = Subset(0), b = Subset(0);
        a.Add(0, Model(1) with { Curve = [Point(1, 0.0)] });
        b.Add(0, Model(1) with { Curve = [Point(1, -0.0)] });
        Assert.Equal(a.ToBytes(), b.ToBytes());
        a.Merge(b);
    }

    [Fact]
    public void Two_results_of_one_training_are_refused_and_nothing_is_merged()
    {
        TrainedModels a = Subset(0b100), b = Subset(0b001);
        b.Add(2, Model(99));
        byte[] before = a.ToBytes();
        var refused = Assert.Throws<InvalidDataException>(() => a.Merge(b));
        Assert.Contains("Training 2", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, a.ToBytes());
    }

    [Fact]
    public void Damaged_bytes_are_refused_at_every_length()
    {
        byte[] bytes = Subset(0b111).ToBytes();
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<InvalidDataException>(() => TrainedModels.FromBytes(bytes.AsSpan(0, length)));
        Assert.Throws<InvalidDataException>(() => TrainedModels.FromBytes([.. bytes, 0]));
        bytes[0] ^= 0x40;
        Assert.Throws<InvalidDataException>(() => TrainedModels.FromBytes(bytes));
    }

    private static TrainedModels Subset(int mask)
    {
        var models = new TrainedModels();
        for (int k = 0; k < 3; k++)
        {
            if ((mask >> k & 1) != 0) models.Add(k, Model(k));
        }

        return models;
    }

    private static TrainedModel Model(int k) =>
        new(string.Concat(Enumerable.Repeat($"{k:x2}", 32)), 1000 + k, [Point(5, 0.5 + k), Point(10, 0.25)], 10, Point(10, 0.3), k, false);

    private static CurvePoint Point(int epoch, double loss) => new(epoch, loss, 1.1 * loss, 0.2, 0.9, 1e-3);

    private static TrainedModels Merged(TrainedModels a, TrainedModels b)
    {
        var merged = new TrainedModels();
        merged.Merge(a);
        merged.Merge(b);
        return merged;
    }
}
