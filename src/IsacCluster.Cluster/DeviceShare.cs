using System.Globalization;

namespace IsacCluster.Cluster;

/// <summary>
/// How slots and devices meet: several slots share a device, or a slot has several devices. As text <c>NxF</c>: N devices, F of them a
/// slot: <c>2x0.5</c> is two slots on each of two devices, <c>4x2</c> two slots of two devices each.
/// </summary>
/// <param name="SlotsPerDevice">At least 1.</param>
/// <param name="DevicesPerSlot">At least 1; 1 where several slots share a device.</param>
public readonly record struct DeviceShare(int SlotsPerDevice, int DevicesPerSlot)
{
    private const double Tolerance = 1e-9;

    /// <summary>The most slots that share a device, and the most devices of a slot.</summary>
    public const int Most = 64;

    /// <summary>A device for each slot.</summary>
    public static DeviceShare One { get; } = new(1, 1);

    /// <summary>How many slots so many devices make.</summary>
    public int SlotsOf(int devices) => devices * SlotsPerDevice / DevicesPerSlot;

    /// <summary>Indices of the devices of a slot.</summary>
    public IReadOnlyList<int> DevicesOf(int slot) =>
        DevicesPerSlot == 1 ? [slot / SlotsPerDevice] : [.. Enumerable.Range(slot * DevicesPerSlot, DevicesPerSlot)];

    /// <summary>Reads <c>NxF</c>.</summary>
    public static (DeviceShare Share, int Devices)? Read(string text)
    {
        string[] pair = text.Split('x');
        if (pair.Length != 2 || !int.TryParse(pair[0], NumberStyles.None, CultureInfo.InvariantCulture, out int devices)
            || !double.TryParse(pair[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double part)) return null;
        if (devices is < 1 or > SlotCounts.Most || part is < 1.0 / Most - Tolerance or > Most) return null;
        if (part < 1) return (new DeviceShare((int)Math.Floor(1 / part + Tolerance), 1), devices);
        return part == Math.Floor(part) && devices % (int)part == 0 ? (new DeviceShare(1, (int)part), devices) : null;
    }
}
