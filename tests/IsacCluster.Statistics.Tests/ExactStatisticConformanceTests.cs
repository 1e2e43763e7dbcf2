
namespace IsacCluster.Statistics.Tests;

public sealed class ExactSumConformanceTests : ExactStatisticConformance<ExactSum>
{
    protected override ExactSum Empty() => new();

    protected override void AddObservation(ExactSum statistic, ulong index)
    {
        var stream = Draws.Stream(2, index);
        if (index % 2 == 0) statistic.Add(Draws.Nasty(ref stream));
        else statistic.AddProduct(Draws.Nasty(ref stream), Draws.Nasty(ref stream));
    }
}

public sealed class MomentsConformanceTests : ExactStatisticConformance<Moments>
{
    protected override Moments Empty() => new();

    protected override void AddObservation(Moments statistic, ulong index)
    {
        var stream = Draws.Stream(3, index);
        statistic.Add(Draws.Nasty(ref stream));
    }
}

public sealed class PairedMomentsConformanceTests : ExactStatisticConformance<PairedMoments>
{
    protected override PairedMoments Empty() => new();

    protected override void AddObservation(PairedMoments statistic, ulong index)
    {
        var stream = Draws.Stream(4, index);
        statistic.Add(Draws.Nasty(ref stream), Draws.Nasty(ref stream));
    }
}

public sealed class JointMomentsConformanceTests : ExactStatisticConformance<JointMoments>
{
    protected override JointMoments Empty() => new(3);

    protected override void AddObservation(JointMoments statistic, ulong index)
    {
        var stream = Draws.Stream(5, index);
        statistic.Add([Draws.Nasty(ref stream), Draws.Nasty(ref stream), Draws.Nasty(ref stream)]);
    }
}

public sealed class PairwiseMomentsConformanceTests : ExactStatisticConformance<PairwiseMoments>
{
    protected override PairwiseMoments Empty() => new(3);

    protected override void AddObservation(PairwiseMoments statistic, ulong index)
    {
        var stream = Draws.Stream(8, index);
        var values = new double?[3];
        for (int i = 0; i < values.Length; i++)
        {
            double value = Draws.Nasty(ref stream);
            values[i] = Draws.Below(ref stream, 3) == 0 ? null : value;
        }

        statistic.Add(values);
    }
}

public sealed class QuantileSketchConformanceTests : ExactStatisticConformance<QuantileSketch>
{
    protected override QuantileSketch Empty() => new();

    protected override void AddObservation(QuantileSketch statistic, ulong index)
    {
        var stream = Draws.Stream(6, index);
        statistic.Add(Draws.Nasty(ref stream));
    }
}

public sealed class RatioCounterConformanceTests : ExactStatisticConformance<RatioCounter>
{
    protected override RatioCounter Empty() => new();

    protected override void AddObservation(RatioCounter statistic, ulong index)
    {
        var stream = Draws.Stream(7, index);
        statistic.Add(stream.NextUniformPair().First < 0.7);
    }
}
