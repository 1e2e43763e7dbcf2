namespace IsacCluster.Jobs;

/// <summary>useful + queue + overhead + wasted = slots x wall, in slot-seconds, over all runs of the job.</summary>
public sealed record TimingLedger(double SlotsS, double UsefulS, double QueueS, double OverheadS, double WastedS,
    IReadOnlyDictionary<string, StageSummary> Stages);

/// <summary>Calls of a stage over a whole job, their total and mean time in seconds.</summary>
public sealed record StageSummary(long Calls, double TotalS, double MeanS);
