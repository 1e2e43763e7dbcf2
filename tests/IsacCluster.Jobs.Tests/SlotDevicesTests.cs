namespace IsacCluster.Jobs.Tests;

public sealed class SlotDevicesTests
{
    [Fact]
    public void Programs_of_a_slot_see_its_devices_as_this_process_sees_them()
    {
        List<string?> seen = [];
        var slot = new Thread(() =>
        {
            seen.Add(SlotDevices.VisibleHere(null));
            SlotDevices.Bind([1, 2]);
            seen.Add(SlotDevices.VisibleHere(null));
            seen.Add(SlotDevices.VisibleHere("4, GPU-7f,6"));
            seen.Add(SlotDevices.VisibleHere("4,5"));
        });
        slot.Start();
        slot.Join();
        Assert.Equal([null, "1,2", "GPU-7f,6", "5,-1"], seen);
        Assert.Empty(SlotDevices.Here); // of this thread
    }
}
