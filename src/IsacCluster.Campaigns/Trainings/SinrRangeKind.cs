using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Yaml;
using IsacCluster.Training.Settings;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>A range of thresholds, [low, high] in dB.</summary>
internal static class SinrRangeKind
{
    private const string Interval = "[low, high] in dB within -50 to 60";
    private static readonly NumberRange Threshold = NumberRange.Closed(-50, 60);

    public static ValueKind<SinrRange?> Kind { get; } = new(
        "[low, high], -50 <= low < high <= 60", Read, range => range is null ? null : new[] { range.LowDb, range.HighDb });

    private static SinrRange Read(Field field)
    {
        IReadOnlyList<Field> ends = field.Items(Interval, 2);
        if (ends.Count != 2) throw field.Error($"a list of one is not allowed; expected {Interval}.");
        (double low, double high) = (ends[0].Number(Threshold), ends[1].Number(Threshold));
        return high > low
            ? new SinrRange(low, high)
            : throw ends[1].NotAllowed(FormattableString.Invariant($"a number > {low}, the lower end"));
    }
}
