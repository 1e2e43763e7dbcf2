using IsacCluster.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace IsacCluster.Silo.Hosting;

/// <summary>A cluster inside this process.</summary>
public sealed class EmbeddedClusterOptions
{
    /// <summary>Where everything is kept; created if need be, and held by this process alone, unless <see cref="ReadOnly"/>.</summary>
    public required string DataFolder { get; init; }

    /// <summary>
    /// Only answer questions on what the folder holds now, beside a process that may hold it: nothing runs, nothing in the folder changes.
    /// Default: false.
    /// </summary>
    public bool ReadOnly { get; init; }

    /// <summary>Silos, at least 1. Default: 1.</summary>
    public int Silos { get; init; } = 1;

    /// <summary>
    /// Worker threads a silo. Default: the processors divided among the silos, at least 1 each; 0: only answer questions.
    /// </summary>
    public int? SlotsPerSilo { get; init; }

    /// <summary>
    /// Slots of each silo by its number, instead of <see cref="SlotsPerSilo"/>. Default: cpu slots, and on the first silo the accelerators
    /// of the machine.
    /// </summary>
    public Func<int, Cluster.SlotCounts>? Slots { get; init; }

    /// <summary>
    /// What its jobs run on. Nobody can add a silo to this cluster: where they need an accelerator and there is none, they get a slot all
    /// the same, and fail at once with the task's own error. Default: cpu slots.
    /// </summary>
    public SlotKind Needs { get; init; } = SlotKind.Cpu;

    /// <summary>Default: the CUDA devices of this machine.</summary>
    public Cluster.IAcceleratorProbe Accelerators { get; init; } = new CudaProbe();

    /// <summary>Most bytes that the database may take; beyond them it is treated as a full disk. Default: no limit.</summary>
    public long? DatabaseLimitBytes { get; init; }

    /// <summary>Default: the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Registers the job factory and logging in each silo's services.</summary>
    public required Action<IServiceCollection> ConfigureServices { get; init; }

    /// <summary>Adjusts the job engine's timing.</summary>
    public Action<Cluster.ClusterOptions>? ConfigureCluster { get; init; }
}
