using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Tests;

public sealed class SlotCountsTests
{
    private static readonly SlotCounts Detected = new(8, 1);

    [Theory]
    [InlineData("cpu=3,cuda=2", 3, 2)]
    [InlineData("cuda=2,cpu=3", 3, 2)]
    [InlineData("cuda=0", 8, 0)]
    [InlineData("cpu=0", 0, 1)]
    [InlineData("5", 5, 1)]
    [InlineData("cpu=4096,cuda=4096", 4096, 4096)]
    public void Kinds_that_are_not_named_are_as_detected(string text, int cpu, int cuda)
    {
        var counts = SlotCounts.Parse(text, Detected);
        Assert.Equal(new SlotCounts(cpu, cuda), counts);
        Assert.Equal((cpu, cuda), (counts[SlotKind.Cpu], counts[SlotKind.Accelerator]));
        Assert.Equal(counts, SlotCounts.Parse(counts.ToString(), default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("cpu")]
    [InlineData("cpu=")]
    [InlineData("cpu=-1")]
    [InlineData("cpu=+1")]
    [InlineData("cpu= 1")]
    [InlineData("cpu=1.0")]
    [InlineData("cpu=4097")]
    [InlineData("cpu=1,cpu=2")]
    [InlineData("cpu=1,")]
    [InlineData("gpu=1")]
    [InlineData("CPU=1")]
    [InlineData("cpu=1;cuda=1")]
    [InlineData("cpu=1=2")]
    [InlineData("cpu=2x0.5")]
    [InlineData("cuda=2x")]
    [InlineData("cuda=x2")]
    [InlineData("cuda=2x0")]
    [InlineData("cuda=2x-1")]
    [InlineData("cuda=3x2")]
    [InlineData("cuda=2x1.5")]
    [InlineData("cuda=2x0.001")]
    [InlineData("cuda=4096x0.5")]
    public void Anything_else_is_refused_with_what_is_allowed(string text)
    {
        string message = Assert.Throws<SpecificationException>(() => SlotCounts.Parse(text, Detected)).Message;
        Assert.Contains($"'{text}'", message, StringComparison.Ordinal);
        Assert.Contains("cpu=N,cuda=N", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("cuda=2x0.5", 4, "0|0|1|1")]
    [InlineData("cuda=1x0.3,cpu=2", 3, "0|0|0")]
    [InlineData("cuda=4x2", 2, "0,1|2,3")]
    [InlineData("cuda=3x1", 3, "0|1|2")]
    [InlineData("cuda=2", 2, "0|1")]
    public void Slots_share_devices_or_have_several(string text, int slots, string devices)
    {
        SlotCounts counts = SlotCounts.Parse(text, Detected, out DeviceShare share);
        Assert.Equal(slots, counts.Cuda);
        Assert.Equal(devices, string.Join('|', Enumerable.Range(0, slots).Select(slot => string.Join(',', share.DevicesOf(slot)))));
    }

    [Fact]
    public void A_number_means_cpu_slots() => Assert.Equal(new SlotCounts(2, 0), (SlotCounts)2);
}
