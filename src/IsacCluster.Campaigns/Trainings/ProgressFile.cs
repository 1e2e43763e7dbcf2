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

    /// <summary>Validations that are kept, evenly over the training.</summary>
    private const int MostValidations = 400;

    private readonly List<CurvePoint> _curve = [];
    private int _stride = 1, _validations;
    private long? _written;

    public void Report(TrainingProgress progress)
    {
        Keep(progress.LastValidation);
        if (_written is { } last && time.GetElapsedTime(last) < Interval) return;
        _written = time.GetTimestamp();
        try
        {
            AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    progress.Epoch,
                    progress.Epochs,
                    progress.TrainingLoss,
                    progress.LastValidation,
                    progress.SecondsPerEpoch,
                    Curve = _curve,
                },
                Options));
        }
        catch (IOException)
        {
            // Nobody's result depends on this file; a disk that is full is reported where the checkpoint or the model is written.
        }
    }

    /// <summary>Null where no training is running under this path, or the file is not one of ours.</summary>
    public static TrainingProgress? TryRead(string path) => TryRead<TrainingProgress>(path);

    /// <summary>The validations of the present attempt, thinned out; none where no training is running, or of an earlier version.</summary>
    public static IReadOnlyList<CurvePoint> TryReadCurve(string path) => TryRead<Validations>(path)?.Curve ?? [];

    private static T? TryRead<T>(string path)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Options);
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private void Keep(CurvePoint? validation)
    {
        if (validation is null || (_curve.Count > 0 && validation.Epoch <= _curve[^1].Epoch)) return;
        if (_validations++ % _stride != 0 && _curve.Count > 1) _curve[^1] = validation; // the latest is there in any case
        else _curve.Add(validation);
        if (_curve.Count <= MostValidations) return;
        List<CurvePoint> thinned = [.. _curve.Where((_, k) => k % 2 == 0)];
        _curve.Clear();
        _curve.AddRange(thinned);
        _stride *= 2;
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

    private sealed record Validations
    {
        public IReadOnlyList<CurvePoint>? Curve { get; init; }
    }
}
