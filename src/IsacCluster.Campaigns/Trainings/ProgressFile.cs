using System.Text.Json;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Files;
using IsacCluster.Training;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>
/// The state of a running training in a small JSON file that whoever shows progress polls, in this process or another. Replaced
/// atomically, at most once a second. One writer.
/// </summary>
internal sealed class ProgressFile(string path, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectRequiredConstructorParameters = true,
        Converters = { new FiniteDoubleConverter() },
    };

    private long? _written;

    public void Report(TrainingProgress progress)
    {
        if (_written is { } last && time.GetElapsedTime(last) < Interval) return;
        _written = time.GetTimestamp();
        try
        {
            AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(progress, Options));
        }
        catch (IOException)
        {
            // Nobody's result depends on this file; a disk that is full is reported where the checkpoint or the model is written.
        }
    }

    /// <summary>Null where no training is running under this path, or the file is not one of ours.</summary>
    public static TrainingProgress? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainingProgress>(File.ReadAllBytes(path), Options);
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The training has ended.</summary>
    public static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception harmless) when (harmless is IOException or UnauthorizedAccessException)
        {
            // A stale file shows a state that is past; the next run replaces it.
        }
    }
}
