using IsacCluster.Reporting.Files;
using IsacCluster.Training;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>A training's state in one file.</summary>
internal sealed class CheckpointFile(string path) : ICheckpointStore
{
    public byte[]? Load() => File.Exists(path) ? File.ReadAllBytes(path) : null;

    public void Save(byte[] state) => AtomicFile.Write(path, state);
}
