using System.Text.Json;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;

namespace IsacCluster.Silo.Live;

/// <summary>How one job stands in detail, with its JSON, which all readers share.</summary>
internal sealed class JobSnapshot
{
    /// <summary>As /api/jobs/ID answers.</summary>
    public required byte[] Document { get; init; }

    /// <summary>As /api/jobs/ID/failures answers.</summary>
    public required byte[] Failures { get; init; }

    /// <param name="line">What the list says of it, and its priority.</param>
    /// <param name="note">Why its kind's own part is missing; null where it is not.</param>
    public static JobSnapshot Of(
        DateTimeOffset asOf, long version, JobLine line, JobResults results, JobOutcome outcome, JobDetail detail, string? note,
        IReadOnlyList<(DateTimeOffset At, long Accepted)> throughput)
    {
        var fields = new List<(string Name, object? Value)>
        {
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
            ("points", detail.Sections.GetValueOrDefault("points") ?? Array.Empty<object>()),
            ("study", detail.Sections.GetValueOrDefault("study")),
            ("training", detail.Sections.GetValueOrDefault("training")),
        };
        string[] known = ["points", "study", "training"];
        fields.AddRange(detail.Sections.Where(section => !known.Contains(section.Key))
            .Select(section => (section.Key, (object?)section.Value)));
        return new JobSnapshot
        {
            Document = Write(asOf, line, fields),
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

    private static byte[] Write(DateTimeOffset asOf, JobLine line, List<(string Name, object? Value)> fields)
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
