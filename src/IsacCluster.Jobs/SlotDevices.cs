using System.Globalization;

namespace IsacCluster.Jobs;

/// <summary>
/// The accelerators of the slot whose thread this is, by their indices in this process: tasks compute on them and no others. A thread that
/// is no accelerator slot has none.
/// </summary>
public static class SlotDevices
{
    /// <summary>What CUDA programs look at to see some of the machine's devices only.</summary>
    public const string Variable = "CUDA_VISIBLE_DEVICES";

    private const string None = "-1";

    [ThreadStatic]
    private static IReadOnlyList<int>? _here;

    public static IReadOnlyList<int> Here => _here ?? [];

    /// <summary>Says for good which devices the slot of this thread has.</summary>
    public static void Bind(IReadOnlyList<int> devices) => _here = devices;

    /// <summary>
    /// The value of <see cref="Variable"/> for a program that is to see the devices of this slot and no others; null where it has none. A
    /// device of this process is the one that the process's own variable has at its index; a stand-in beyond them is none.
    /// </summary>
    /// <param name="own">The variable of this process; null where it is not set.</param>
    public static string? VisibleHere(string? own)
    {
        if (Here.Count == 0) return null;
        string[] names = own?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        return string.Join(',', Here.Select(device =>
            own is null ? device.ToString(CultureInfo.InvariantCulture) : device < names.Length ? names[device] : None));
    }
}
