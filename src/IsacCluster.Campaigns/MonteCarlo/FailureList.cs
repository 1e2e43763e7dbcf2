using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>Lists the failures of a campaign, each with the command that shows it again.</summary>
/// <param name="reach">Options with which `isac` finds the job, or nothing.</param>
internal sealed class FailureList(CampaignSpecification specification, string reach)
{
    /// <summary>Entries of a whole campaign: 10^4 infeasible points must not make a file of gigabytes.</summary>
    private const int MostOfCampaign = 20_000;

    private readonly int _most =
        Math.Clamp(MostOfCampaign / (specification.Points.Count * specification.Algorithms.Count), 1, FailureLog.Most);

    /// <summary>The point with the failures of each of its algorithms.</summary>
    /// <param name="lane">Its position.</param>
    public PointResults Fill(PointResults point, int lane, PointStatistics statistics) => point with
    {
        Algorithms = [.. point.Algorithms.Select((algorithm, a) => algorithm with
        {
            Failures = [.. statistics.Failures[a].Entries.Take(_most).Select(failed => Describe(point.Id, lane, failed))],
        })],
    };

    private FailedDesign Describe(string point, int lane, FailedSample failed) => new(
        point, failed.Sample, SolveStatusNames.Of(failed.Status), Words(failed.Status),
        $"isac replay {specification.JobId} --point {lane} --sample {failed.Sample}{(reach.Length == 0 ? "" : " " + reach)}");

    private static string Words(SolveStatus status) => status switch
    {
        SolveStatus.Infeasible => "no design of this kind meets every SINR threshold within the power",
        SolveStatus.IterationLimit => "the iteration limit was reached before the tolerance",
        SolveStatus.NumericalFailure => "the arithmetic broke down, or the check of the design failed",
        _ => "no design was returned",
    };
}
