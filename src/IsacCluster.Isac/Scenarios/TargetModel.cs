using IsacCluster.Isac.Arrays;

namespace IsacCluster.Isac.Scenarios;

/// <summary>How the sector centres of a sample arise. Immutable and thread-safe.</summary>
/// <remarks>What a model says of itself are methods: its properties enter the identity of a training.</remarks>
public abstract record TargetModel
{
    /// <summary>K, sector centres of every sample.</summary>
    public abstract int CountPerSample();

    /// <summary>The sector centres of a sample, degrees.</summary>
    public abstract double[] Draw(ulong seed, ulong sample);

    /// <summary>The same with their elevations; on the horizon where the model says none.</summary>
    public virtual Direction[] Directions(ulong seed, ulong sample) => Direction.OnHorizon(Draw(seed, sample));

    /// <summary>Whether it says elevations.</summary>
    public virtual bool HasElevations() => false;

    /// <summary>Samples that there are; null: as many as one asks for.</summary>
    public virtual long? Samples() => null;
}
