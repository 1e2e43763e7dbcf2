using System.Collections.Concurrent;
using System.Text.Json;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;

namespace IsacCluster.Silo.Live;

/// <summary>How one job stands in detail, with its JSON, which all readers share.</summary>
internal sealed class JobSnapshot
{
    /// <summary>Documents with traces of some lanes alone that are kept: each reader looks at others.</summary>
    private const int MostKept = 16;

    private readonly ConcurrentDictionary<string, byte[]> _documents = new(StringComparer.Ordinal);
    private readonly Func<IReadOnlyDictionary<string, object>, byte[]> _write;
    private readonly JobDetail _detail;

    private JobSnapshot(JobDetail detail, Func<IReadOnlyDictionary<string, object>, byte[]> write) => (_detail, _write) = (detail, write);

    /// <summary>As /api/jobs/ID answers.</summary>
    /// <param name="traces">Positions of the lanes whose traces are wanted; null: all.</param>
    public byte[] Document(IReadOnlySet<int>? traces)
    {
        string key = traces is null || _detail.WithTracesOf is null ? "all" : string.Join(',', traces.Order());
        if (_documents.TryGetValue(key, out byte[]? known)) return known;
        byte[] written = _write(key == "all" ? _detail.Sections : _detail.WithTracesOf!(traces!));
        return _documents.Count < MostKept ? _documents.GetOrAdd(key, written) : written;
    }

    /// <summary>As /api/jobs/ID/failures answers.</summary>
    public required byte[] Failures { get; init; }

    /// <param name="line">What the list says of it, and its priority.</param>
    /// <param name="note">Why its kind's own part is missing; null where it is not.</param>
    public static JobSnapshot Of(
        DateTimeOffset asOf, long version, JobLine line, JobResults results, JobOutcome outcome, JobDetail detail, string? note,
        IReadOnlyList<(DateTimeOffset At, long Accepted)> throughput)
    {
        (string Name, object? Value)[] fields =
        [
            ("version", version),
            ("specification", outcome.SpecificationText),
            ("history", outcome.History.Select(run => new
            {
                run.Start, run.End, run.Host, run.SamplesComputed, run.SamplesReused,
            })),
            ("silos", outcome.Silos),
            ("stages", outcome.Timing.Stages.Select(stage => new
            {
                Name = stage.Key, stage.Value.Calls, stage.Value.TotalS, stage.Value.MeanS,
            })),
            ("slots_s", outcome.Timing.SlotsS),
            ("useful_s", outcome.Timing.UsefulS),
            ("queue_s", outcome.Timing.QueueS),
            ("overhead_s", outcome.Timing.OverheadS),
            ("wasted_s", outcome.Timing.WastedS),
            ("tasks", outcome.Tasks),
            ("throughput", throughput.Select(entry => new object[] { entry.At, entry.Accepted })),
            ("note", note),
        ];
        return new JobSnapshot(detail, sections => Write(asOf, line, [.. fields, .. Own(sections)]))
        {
            Failures = LiveJson.Bytes(new
            {
                AsOf = asOf,
                Total = detail.FailureCount,
                detail.Failures,
                Parked = from lane in results.Poison
                         from range in lane.Ranges
                         select new
                         {
                             Lane = results.Status.Lanes.FirstOrDefault(status => status.Lane == lane.Lane)?.Label ?? $"{lane.Lane}",
                             range.Range.First,
                             Count = range.Range.Length,
                             range.Attempts,
                             Message = range.Error,
                         },
            }),
        };
    }

    /// <summary>A kind's own part; what the page knows is there for every kind.</summary>
    private static IEnumerable<(string Name, object? Value)> Own(IReadOnlyDictionary<string, object> sections)
    {
        string[] known = ["points", "study", "training"];
        yield return ("points", sections.GetValueOrDefault("points") ?? Array.Empty<object>());
        yield return ("study", sections.GetValueOrDefault("study"));
        yield return ("training", sections.GetValueOrDefault("training"));
        foreach ((string name, object section) in sections.Where(section => !known.Contains(section.Key))) yield return (name, section);
    }

    private static byte[] Write(DateTimeOffset asOf, JobLine line, IEnumerable<(string Name, object? Value)> fields)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = LiveJson.Options.Encoder }))
        {
            writer.WriteStartObject();
            writer.WriteString("as_of", asOf);
            foreach (JsonProperty property in JsonSerializer.SerializeToElement(line, LiveJson.Options).EnumerateObject())
                property.WriteTo(writer);
            foreach ((string name, object? value) in fields)
            {
                writer.WritePropertyName(name);
                if (value is null) writer.WriteNullValue();
                else JsonSerializer.Serialize(writer, value, value.GetType(), LiveJson.Options);
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
