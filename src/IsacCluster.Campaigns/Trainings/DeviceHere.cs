using System.Globalization;
using IsacCluster.Jobs;
using IsacCluster.Training.Tensors;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>The device that a training runs on here.</summary>
internal static class DeviceHere
{
    /// <summary>
    /// Of a training that names a CUDA device the first one of the slot that this thread is: which number it names says only that it needs
    /// one. Any other as it is written.
    /// </summary>
    /// <param name="device">As it is written.</param>
    /// <param name="instead">Runs on this one, whatever is written: "cpu" where accelerator slots are stand-ins.</param>
    public static string Of(string device, string? instead) => instead
        ?? (TorchDevice.IsCuda(device) && SlotDevices.Here.Count > 0
            ? string.Create(CultureInfo.InvariantCulture, $"cuda:{SlotDevices.Here[0]}")
            : device);
}
