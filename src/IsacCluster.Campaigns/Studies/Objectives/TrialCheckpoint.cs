using IsacCluster.Reporting.Files;
using IsacCluster.Search.Trials;
using IsacCluster.Training;

namespace IsacCluster.Campaigns.Studies.Objectives;

/// <summary>The state of a trial's training in one file, with what the trial had reported by then: both or neither.</summary>
internal sealed class TrialCheckpoint(string path, TrialRun run) : ICheckpointStore
{
    private const int Signature = 0x31435449;

    public byte[]? Load()
    {
        if (!File.Exists(path)) return null;
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
