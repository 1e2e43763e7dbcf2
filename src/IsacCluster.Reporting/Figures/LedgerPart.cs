using IsacCluster.Jobs;

namespace IsacCluster.Reporting.Figures;

/// <summary>One part of the timing ledger.</summary>
public sealed record LedgerPart(string Name, string Meaning, double Seconds, FigureColor Color)
{
    public static IReadOnlyList<LedgerPart> Of(TimingLedger timing) =>
    [
        new("useful", "computing samples whose results were accepted", timing.UsefulS, FigureTheme.Green),
        new("queue", "slots that were free and waited for work", timing.QueueS, FigureTheme.Sky),
        new("overhead", "leasing, merging, persisting, moving messages", timing.OverheadS, FigureTheme.Orange),
        new("wasted", "results thrown away: duplicates, failures, lost leases", timing.WastedS, FigureTheme.Vermillion),
    ];
}
