namespace IsacCluster.Cli.Chaos.Faults;

/// <summary>One kind of fault that a chaos run commits.</summary>
internal interface IFault
{
    /// <summary>What it does, for the help.</summary>
    string Description { get; }

    /// <summary>Why this machine cannot have it; null if it can.</summary>
    string? Missing => null;

    /// <summary>Whether it must be said by somebody, so that a fault of which nobody tells fails the run.</summary>
    bool MustBeSaid => false;

    /// <summary>Commits it at once; what it hit is whole again when the task ends.</summary>
    Strike Strike(FaultScene scene);
}

/// <summary>Where and when a fault is committed.</summary>
/// <param name="Silo">The silo that was drawn.</param>
/// <param name="Coordinator">The silo that coordinates the job now, or the drawn one where it is unknown.</param>
/// <param name="Draw">Uniform in [0, 1), for what else is random.</param>
internal sealed record FaultScene(
    ChaosCluster Cluster, ChaosOptions Options, SiloProcess Silo, SiloProcess Coordinator, double Draw, TimeProvider Time,
    CancellationToken Cancellation)
{
    public Task WaitAsync(TimeSpan duration) => Task.Delay(duration, Time, Cancellation);

    /// <summary>Starts silos that are down again after a while.</summary>
    public async Task<string?> ReviveSilosAsync()
    {
        await WaitAsync(Options.SiloAway).ConfigureAwait(false);
        await Cluster.ReviveAsync().ConfigureAwait(false);
        return null;
    }
}

/// <summary>A fault that was committed.</summary>
/// <param name="Hit">Names of silos, or "store".</param>
/// <param name="Healed">Ends when everything runs again; what was said of the fault, or null.</param>
internal sealed record Strike(IReadOnlyList<string> Hit, Task<string?> Healed);
