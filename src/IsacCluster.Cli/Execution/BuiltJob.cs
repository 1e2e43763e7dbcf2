using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Silo.Jobs;

namespace IsacCluster.Cli.Execution;

/// <summary>Builds one job once, for those who merge its results and who writes its report: a large one takes a second.</summary>
internal sealed class BuiltJob(SpecificationJobFactory factory) : IJobFactory
{
    private (string Key, IReportableJob Job)? _built;

    /// <summary>One that is built already.</summary>
    public BuiltJob(SpecificationJobFactory factory, JobDescription description, IReportableJob job) : this(factory) =>
        _built = (description.Key, job);

    public IReportableJob Of(JobDescription description)
    {
        if (_built?.Key != description.Key) _built = (description.Key, factory.CreateReportable(description));
        return _built!.Value.Job;
    }

    IJob IJobFactory.Create(JobDescription description) => Of(description);
}
