using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Ledger;

/// <summary>The wire form of <see cref="JobRun"/>, which belongs to the contracts of jobs and knows nothing of Orleans.</summary>
[GenerateSerializer, Immutable, Alias("isac.job-run")]
internal struct JobRunWire
{
    [Id(0)]
    public DateTimeOffset Start;

    [Id(1)]
    public DateTimeOffset? End;

    [Id(2)]
    public string Host;

    [Id(3)]
    public long ComputedIndices;

    [Id(4)]
    public long ReusedIndices;
}

[RegisterConverter]
internal sealed class JobRunConverter : IConverter<JobRun, JobRunWire>
{
    public JobRun ConvertFromSurrogate(in JobRunWire surrogate) =>
        new(surrogate.Start, surrogate.End, surrogate.Host, surrogate.ComputedIndices, surrogate.ReusedIndices);

    public JobRunWire ConvertToSurrogate(in JobRun value) => new()
    {
        Start = value.Start,
        End = value.End,
        Host = value.Host,
        ComputedIndices = value.SamplesComputed,
        ReusedIndices = value.SamplesReused,
    };
}
