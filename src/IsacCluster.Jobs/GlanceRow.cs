namespace IsacCluster.Jobs;

/// <summary>A lane of a job in one line of a terminal.</summary>
/// <param name="Done">Share of its indices, 0 to 1.</param>
/// <param name="Value">Its present result in words.</param>
/// <param name="Width">Relative half width of the widest interval that it waits for; null where it waits for none.</param>
/// <param name="Goal">What that may be; null where the number of indices is fixed.</param>
/// <param name="IsClosed">Whether nothing more is wanted of it.</param>
public sealed record GlanceRow(string Label, double Done, string Value, double? Width, double? Goal, bool IsClosed);
