namespace IsacCluster.Jobs;

/// <summary>The console summary of a job as plain text cells; the caller renders it.</summary>
/// <param name="Headers">Column titles.</param>
/// <param name="Rows">Cells, each row as long as <paramref name="Headers"/>.</param>
public sealed record SummaryTable(IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Lines to show below the table; null for none.</summary>
    public string? Note { get; init; }
}
