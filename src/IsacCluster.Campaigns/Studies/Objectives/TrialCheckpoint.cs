using IsacCluster.Reporting.Files;
using IsacCluster.Search.Trials;
using IsacCluster.Training;

namespace IsacCluster.Campaigns.Studies.Objectives;

/// <summary>
/// The state of a trial's training in one file, with what the trial had reported by then: both or neither. The first part of a trial that
/// goes on from another checkpoint begins with that one.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="source">The checkpoint to begin with where there is no such file yet; null: none.</param>
/// <param name="adopt">Makes the state of the source one of this trial.</param>
internal sealed class TrialCheckpoint(string path, TrialRun run, string? source = null, Func<byte[], byte[]>? adopt = null)
    : ICheckpointStore
{
    private const int Signature = 0x31435449;

    public byte[]? Load()
    {
        if (File.Exists(path)) return Read(path);
        if (source is null) return null;
        if (!File.Exists(source)) throw run.Part!.Missing(source);
        byte[] state = Read(source);
        return adopt is null ? state : adopt(state);
    }

    private byte[] Read(string path)
    {
        using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(path)));
        if (reader.ReadInt32() != Signature) throw new InvalidDataException($"The checkpoint '{path}' is damaged.");
        var reported = new IntermediateValue[reader.ReadInt32()];
        for (int k = 0; k < reported.Length; k++) reported[k] = new IntermediateValue(reader.ReadInt64(), reader.ReadDouble());
        run.Restore(reported);
        return reader.ReadBytes((int)(reader.BaseStream.Length - reader.BaseStream.Position));
    }

    public void Save(byte[] state)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Signature);
            writer.Write(run.Reported.Count);
            foreach (IntermediateValue value in run.Reported)
            {
                writer.Write(value.Step);
                writer.Write(value.Value);
            }

            writer.Write(state);
        }

        AtomicFile.Write(path, stream.ToArray());
    }

    public void Remove() => File.Delete(path);
}
