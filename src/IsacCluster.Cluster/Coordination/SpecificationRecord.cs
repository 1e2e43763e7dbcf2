using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Storage;

namespace IsacCluster.Cluster.Coordination;

/// <summary>
/// What was submitted, once for a job: its text may be long, and the job's own record, which names it by its key, is written every second.
/// </summary>
[GenerateSerializer, Alias("isac.specification-record")]
internal sealed class SpecificationRecord : IDamageable
{
    /// <summary>Of its state in the store.</summary>
    public const string Name = "specification";

    /// <summary>The present one last; one before it where not every lane has taken up the present one.</summary>
    [Id(0)]
    public List<JobDescription> Descriptions { get; set; } = [];

    /// <inheritdoc />
    [field: NonSerialized]
    public string? Damage { get; set; }

    public JobDescription? Find(string key) => Descriptions.Find(description => description.Key == key);
}
