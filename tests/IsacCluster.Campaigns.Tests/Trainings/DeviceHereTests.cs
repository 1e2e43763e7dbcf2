using IsacCluster.Campaigns.Trainings;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Tests.Trainings;

public sealed class DeviceHereTests
{
    [Fact]
    public void A_training_that_needs_a_device_runs_on_its_slots_own()
    {
        List<string> devices = [DeviceHere.Of("cuda:3", null)];
        var slot = new Thread(() =>
        {
            SlotDevices.Bind([5]);
            devices.AddRange([DeviceHere.Of("cuda:3", null), DeviceHere.Of("cpu", null)]);
            devices.AddRange([DeviceHere.Of("auto", null), DeviceHere.Of("cuda:3", "cpu")]);
        });
        slot.Start();
        slot.Join();
        Assert.Equal(["cuda:3", "cuda:5", "cpu", "auto", "cpu"], devices);
    }
}
