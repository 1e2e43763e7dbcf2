using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;

namespace IsacCluster.Cluster.Lanes;

/// <summary>Enters the reports of agents into a lane's ledger.</summary>
internal static class ReportJudge
{
    /// <returns>Whether the result was accepted.</returns>
    public static bool Enter(LaneLedger ledger, AgentId agent, TaskReport report)
    {
        if (report.Result is not { } result)
        {
            ledger.Fail(report.LeaseId, agent, report.Error ?? "failed");
            ClusterMetrics.Failed();
            return false;
        }

        try
        {
            bool accepted = ledger.TryAccept(report.LeaseId, agent, report.Range, result, report.Stages);
            ClusterMetrics.Judged(accepted);
            return accepted;
        }
        catch (InvalidDataException e)
        {
            ledger.Fail(report.LeaseId, agent, e.Message);
            return false;
        }
    }

    /// <returns>Whether all parts were accepted; if not, nothing changed.</returns>
    public static bool Enter(LaneLedger ledger, AgentId agent, MergedReport report)
    {
        try
        {
            bool accepted = ledger.TryAcceptMerged(
                agent, [.. report.Parts.Select(part => (part.LeaseId, part.Range))], report.Result, report.Stages);
            if (accepted) ClusterMetrics.Judged(accepted, report.Parts.Count);
            return accepted;
        }
        catch (InvalidDataException)
        {
            return false; // one by one, the attempt at fault is found
        }
    }
}
