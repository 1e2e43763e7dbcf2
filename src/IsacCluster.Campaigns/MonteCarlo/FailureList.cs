using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>Lists the failures of a campaign, each with the command that shows it again.</summary>
/// <param name="reach">Options with which `isac` finds the job, or nothing.</param>
internal sealed class FailureList(CampaignSpecification specification, string reach)
{
    /// <summary>Taken once: it hashes every point.</summary>
    private string JobId => field ??= specification.JobId;

    private readonly WordPool _words = new();

    /// <summary>The point with the failures of each of its algorithms.</summary>
    /// <param name="lane">Its position.</param>
    public PointResults Fill(PointResults point, int lane, PointStatistics statistics) => point with
    {
        Algorithms = [.. point.Algorithms.Select((algorithm, a) => algorithm with
        {
            Failures = [.. statistics.Failures[a].Entries.Select(failed => Describe(point.Id, lane, failed))],
        })],
    };

    private FailedDesign Describe(string point, int lane, FailedSample failed) => new(
        point, failed.Sample, SolveStatusNames.Of(failed.Status), _words.One(failed.Why) ?? Words(failed.Status),
        $"isac replay {JobId} --point {lane} --sample {failed.Sample}{(reach.Length == 0 ? "" : " " + reach)}");

    /// <summary>Where an algorithm does not say why.</summary>
    private static string Words(SolveStatus status) => status switch
    {
        SolveStatus.Infeasible => "no design of this kind meets every SINR threshold within the power",
        SolveStatus.IterationLimit => "the iteration limit was reached before the tolerance",
        SolveStatus.NumericalFailure => "the arithmetic broke down, or the check of the design failed",
        _ => "no design was returned",
    };
}
