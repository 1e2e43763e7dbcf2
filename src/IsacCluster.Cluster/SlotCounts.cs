using System.Globalization;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster;

/// <summary>Slots of one silo by kind. As text: <c>cpu=8,cuda=1</c>; a number alone means cpu slots.</summary>
/// <param name="Cpu">Worker threads for cpu tasks.</param>
/// <param name="Cuda">Accelerator slots.</param>
[GenerateSerializer, Immutable, Alias("isac.slot-counts")]
public readonly record struct SlotCounts([property: Id(0)] int Cpu, [property: Id(1)] int Cuda)
{
    /// <summary>The most slots of one kind that a silo may have.</summary>
    public const int Most = 4096;

    private const string CpuName = "cpu", CudaName = "cuda";

    public bool IsEmpty => Cpu == 0 && Cuda == 0;

    public int this[SlotKind kind] => kind switch
    {
        SlotKind.Accelerator => Cuda,
        SlotKind.Outside => 0,
        _ => Cpu,
    };

    public static implicit operator SlotCounts(int cpu) => FromInt32(cpu);

    public static SlotCounts FromInt32(int cpu) => new(cpu, 0);

    /// <summary>What this machine has: a cpu slot per processor, an accelerator slot per device.</summary>
    public static SlotCounts Detect(IAcceleratorProbe accelerators)
    {
        ArgumentNullException.ThrowIfNull(accelerators);
        return new SlotCounts(Environment.ProcessorCount, accelerators.Count);
    }

    /// <summary>Reads <c>cpu=N,cuda=N</c>: each kind at most once, in any order; cuda also as a <see cref="DeviceShare"/>.</summary>
    /// <param name="text">As the user wrote it.</param>
    /// <param name="otherwise">Gives the kinds that the text does not name.</param>
    /// <exception cref="SpecificationException">It is not of that form.</exception>
    public static SlotCounts Parse(string text, SlotCounts otherwise) => Parse(text, otherwise, out _);

    /// <inheritdoc cref="Parse(string, SlotCounts)"/>
    /// <param name="share">How the accelerator slots and the devices meet.</param>
    public static SlotCounts Parse(string text, SlotCounts otherwise, out DeviceShare share)
    {
        ArgumentNullException.ThrowIfNull(text);
        share = DeviceShare.One;
        if (Count(text) is { } alone) return otherwise with { Cpu = alone };
        int? cpu = null, cuda = null;
        foreach (string part in text.Split(','))
        {
            string[] pair = part.Split('=');
            if (pair.Length != 2) throw Refuse(text);
            if (pair[0] == CudaName && cuda is null && DeviceShare.Read(pair[1]) is { } shared)
            {
                (share, cuda) = (shared.Share, shared.Share.SlotsOf(shared.Devices));
                if (cuda > Most) throw Refuse(text);
                continue;
            }

            if (Count(pair[1]) is not { } count) throw Refuse(text);
            if (pair[0] == CpuName && cpu is null) cpu = count;
            else if (pair[0] == CudaName && cuda is null) cuda = count;
            else throw Refuse(text);
        }

        return new SlotCounts(cpu ?? otherwise.Cpu, cuda ?? otherwise.Cuda);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CpuName}={Cpu},{CudaName}={Cuda}");

    private static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count <= Most ? count : null;

    private static SpecificationException Refuse(string text) => new(
        $"slots '{text}' are not allowed; expected {CpuName}=N,{CudaName}=N with N from 0 to {Most}, "
        + $"each kind at most once, or N alone for cpu slots; {CudaName}=NxF is N devices with F of them a slot: 0.5 for two slots a "
        + "device, 2 for two devices a slot, which divides N.");
}

/// <summary>Counts the accelerators of this machine.</summary>
public interface IAcceleratorProbe
{
    /// <summary>Devices that this program can use; 0 without any.</summary>
    int Count { get; }
}
