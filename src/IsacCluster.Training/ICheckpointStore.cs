namespace IsacCluster.Training;

/// <summary>Where a training keeps its state between processes. One training owns one store.</summary>
public interface ICheckpointStore
{
    /// <summary>The last saved state, or null.</summary>
    byte[]? Load();

    /// <summary>Replaces the state atomically and durably.</summary>
    void Save(byte[] state);
}
