
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

public sealed class JointMomentsConformanceTests : ExactStatisticConformance<JointMoments>
{
    protected override JointMoments Empty() => new(3);

    protected override void AddObservation(JointMoments statistic, ulong index)
    {
        var stream = Draws.Stream(5, index);
        statistic.Add([Draws.Nasty(ref stream), Draws.Nasty(ref stream), Draws.Nasty(ref stream)]);
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
