namespace IsacCluster.Jobs;

/// <summary>The console summary of a job as plain text cells; the caller renders it.</summary>
/// <param name="Headers">Column titles.</param>
/// <param name="Rows">Cells, each row as long as <paramref name="Headers"/>.</param>
public sealed record SummaryTable(IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Lines to show below the table; null for none.</summary>
    public string? Note { get; init; }

    /// <summary>
    /// By column: 0 is always shown; where the table is wider than the terminal, columns of the highest rank are left out first. Default:
    /// the later a column stands, the sooner it is left out, and the first two stay.
    /// </summary>
    public IReadOnlyList<int>? Ranks { get; init; }

    /// <summary>Whether rows of the same first cell stand under it as their heading. Default: false.</summary>
    public bool Grouped { get; init; }
}
