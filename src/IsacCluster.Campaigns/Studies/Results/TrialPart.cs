namespace IsacCluster.Campaigns.Studies.Results;

/// <summary>Which stretch of a trial a task evaluated, in a study whose trials pause and go on.</summary>
/// <param name="Trial">Number of the trial.</param>
/// <param name="From">The step that it began after: the last one reported before; 0 at the start.</param>
/// <param name="To">It ends with the first report at or past this step.</param>
/// <param name="IsLast">Whether a full evaluation ends there.</param>
/// <param name="Source">The task whose checkpoint it went on from; null: from the start.</param>
public sealed record TrialPart(long Trial, long From, long To, bool IsLast, int? Source)
{
    internal void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt64(Trial);
        writer.Write7BitEncodedInt64(From);
        writer.Write7BitEncodedInt64(To);
        writer.Write(IsLast);
        writer.Write7BitEncodedInt(Source ?? -1);
    }

    internal static TrialPart Read(BinaryReader reader) => new(
        reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64(), reader.ReadBoolean(),
        reader.Read7BitEncodedInt() is >= 0 and var source ? source : null);
}
