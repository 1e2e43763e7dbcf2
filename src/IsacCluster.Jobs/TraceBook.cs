using System.Text.Json;
using System.Text.Json.Serialization;

namespace IsacCluster.Jobs;

/// <summary>An estimate at one moment.</summary>
/// <param name="N">On how many samples it rests.</param>
/// <param name="NEff">On how many its interval rests.</param>
/// <param name="HalfWidth">Of its 95 % interval.</param>
[JsonConverter(typeof(TraceEntryConverter))]
public readonly record struct TraceEntry(DateTimeOffset At, long N, double? NEff, double? Mean, double? HalfWidth);

/// <summary>
/// Estimates of one job against time, as they were when somebody looked, in the memory of who looks: decimated to at most
/// <see cref="MostEntries"/> each, fewer where there are many. Not thread-safe.
/// </summary>
public sealed class TraceBook(TimeProvider time)
{
    /// <summary>Kept of each estimate, at most.</summary>
    public const int MostEntries = 100;

    /// <summary>Kept of all together: ten thousand points of ten algorithms must neither fill a memory nor a page.</summary>
    private const int MostOfAll = 20_000;

    private readonly Dictionary<string, DecimatedSeries<TraceEntry>> _series = new(StringComparer.Ordinal);

    /// <summary>Whether any estimate was taken.</summary>
    public bool IsUsed => _series.Count > 0;

    /// <summary>Takes an estimate of now.</summary>
    /// <param name="key">Names it within the job.</param>
    /// <param name="of">How many estimates the job has.</param>
    /// <returns>All that are kept of it, the latest last; none where the job has too many.</returns>
    public IReadOnlyList<TraceEntry> Take(string key, int of, long n, double? nEff, double? mean, double? halfWidth)
    {
        int most = Math.Min(MostEntries, MostOfAll / Math.Max(1, of));
        if (most < 2) return [];
        if (!_series.TryGetValue(key, out var series)) _series[key] = series = new DecimatedSeries<TraceEntry>(most);
        var entry = new TraceEntry(time.GetUtcNow(), n, nEff, mean, halfWidth);
        if (series.Entries.Count > 0 && series.Entries[^1].Value is var last)
        {
            if (last.N > n) series.Clear(); // the job began anew
            else if (last with { At = entry.At } == entry) return Of(series); // nothing was accepted since
        }

        series.Add(entry.At, entry);
        return Of(series);
    }

    private static TraceEntry[] Of(DecimatedSeries<TraceEntry> series) => [.. series.Entries.Select(entry => entry.Value)];
}

/// <summary>[time, n, n_eff, mean, half width].</summary>
internal sealed class TraceEntryConverter : JsonConverter<TraceEntry>
{
    public override TraceEntry Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Traces are written only.");

    public override void Write(Utf8JsonWriter writer, TraceEntry value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(value.At);
        writer.WriteNumberValue(value.N);
        Write(writer, value.NEff);
        Write(writer, value.Mean);
        Write(writer, value.HalfWidth);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, double? value)
    {
        if (value is { } number && double.IsFinite(number)) writer.WriteNumberValue(number);
        else writer.WriteNullValue();
    }
}
