using IsacCluster.Cluster;
using IsacCluster.Silo.Hosting;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Silo.Tests.Hosting;

public sealed class SiloSlotsTests
{
    [Fact]
    public void Without_a_declaration_the_slots_are_what_the_machine_has()
    {
        var log = new Messages();
        SiloSlots slots = SiloSlots.Of(null, new Devices(2), log);
        Assert.Equal((new SlotCounts(Environment.ProcessorCount, 2), 0), (slots.Counts, slots.StandIns));
        Assert.Empty(log);
    }

    [Fact]
    public void Declared_accelerators_without_a_device_are_stand_ins_and_a_warning_says_so()
    {
        var log = new Messages();
        SiloSlots slots = SiloSlots.Of("cpu=1,cuda=3", new Devices(1), log);
        Assert.Equal((new SlotCounts(1, 3), 2), (slots.Counts, slots.StandIns));
        string warning = Assert.Single(log);
        Assert.Contains("stand-ins", warning, StringComparison.Ordinal);
        Assert.Contains("1 devices were found", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Slots_that_share_devices_are_no_stand_ins()
    {
        var log = new Messages();
        SiloSlots slots = SiloSlots.Of("cpu=1,cuda=2x0.5", new Devices(2), log);
        Assert.Equal((4, 0, new DeviceShare(2, 1)), (slots.Counts.Cuda, slots.StandIns, slots.Devices));
        Assert.Empty(log);
        slots = SiloSlots.Of("cuda=4x2", new Devices(2), log);
        Assert.Equal((2, 1), (slots.Counts.Cuda, slots.StandIns));
    }

    private sealed class Devices(int count) : IAcceleratorProbe
    {
        public int Count => count;
    }

    private sealed class Messages : List<string>, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add(formatter(state, exception));
    }
}
