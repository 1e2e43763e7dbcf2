namespace IsacCluster.Statistics.Tests;

public sealed class PairwiseMomentsTests
{
    private static readonly StudentCriticalValue Student = new(0.9);

    [Fact]
    public void Each_variable_is_over_its_own_samples_and_each_pair_over_those_that_both_have()
    {
        double?[][] samples = [[1, 2, null], [3, null, 5], [null, 7, 11], [13, 17, 19], [null, null, null], [23, 29, null]];
        var moments = new PairwiseMoments(3);
        foreach (double?[] sample in samples) moments.Add(sample);
        for (int x = 0; x < 3; x++)
        {
            Assert.Equal(samples.Average(sample => sample[x]), moments.Variables[x].Mean);
            for (int y = 0; y < 3; y++)
            {
                if (x == y) continue;
                var both = new PairedMoments();
                foreach (double?[] sample in samples)
                {
                    if (sample[x] is { } a && sample[y] is { } b) both.Add(a, b);
                }

                PairedComparison expected = both.Comparison, actual = moments.Compare(x, y);
                Assert.Equal((expected.Count, expected.MeanDifference), (actual.Count, actual.MeanDifference));
                Assert.Equal(expected.RatioOfMeansInterval(Student), actual.RatioOfMeansInterval(Student));
            }
        }
    }

    [Fact]
    public void Complete_samples_give_the_numbers_of_joint_moments()
    {
        var pairwise = new PairwiseMoments(2);
        var joint = new JointMoments(2);
        for (ulong i = 0; i < 50; i++)
        {
            var stream = Draws.Stream(9, i);
            double x = Draws.Nasty(ref stream), y = Draws.Nasty(ref stream);
            pairwise.Add([x, y]);
            joint.Add([x, y]);
        }

        Assert.Equal(joint.Variables.Select(v => v.Variance), pairwise.Variables.Select(v => v.Variance));
        Assert.Equal(joint.Compare(0, 1).MeanDifference, pairwise.Compare(0, 1).MeanDifference);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        var moments = new PairwiseMoments(2);
        Assert.Throws<ArgumentException>(() => moments.Add([1.0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => moments.Add([1.0, double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => moments.Compare(1, 1));
        Assert.Throws<ArgumentException>(() => moments.Merge(new PairwiseMoments(3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairwiseMoments(257));
        Assert.All(moments.Variables, variable => Assert.Equal(0, variable.Count));
    }

    [Fact]
    public void A_pair_on_more_samples_than_its_variables_is_refused()
    {
        var pair = new PairedMoments();
        pair.Add(1, 2);
        var writer = new CanonicalWriter();
        writer.WriteCount(2);
        new Moments().WriteTo(writer);
        new Moments().WriteTo(writer);
        pair.WriteTo(writer);
        byte[] bytes = writer.ToArray();
        Assert.Throws<InvalidDataException>(() =>
        {
            var reader = new CanonicalReader(bytes);
            PairwiseMoments.ReadFrom(ref reader);
        });
    }
}
