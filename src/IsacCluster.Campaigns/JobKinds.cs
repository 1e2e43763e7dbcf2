using IsacCluster.Campaigns.Datasets;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.Solving;
using IsacCluster.Campaigns.Studies;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns;

/// <summary>The kinds of jobs that a specification may name.</summary>
public static class JobKinds
{
    /// <summary>One line registers a kind.</summary>
    public static Catalog<JobKind> Catalog { get; } = new("job kind", kind => kind.Name,
    [
        new CampaignKind(),
        new DatasetKind(),
        new SolveKind(),
        new TrainingKind(),
        new StudyKind(),
    ]);

    /// <summary>The kind of a specification that was read.</summary>
    public static JobKind Of(JobSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return Catalog.Get(specification.Kind);
    }
}
