using IsacCluster.Campaigns;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Storage;
using IsacCluster.Jobs;
using IsacCluster.Silo.Hosting;
using IsacCluster.Specifications;

namespace IsacCluster.Cli.Execution;

/// <summary>Finds the job that a command line means: a specification file, or a job id of the data folder.</summary>
internal static class JobSource
{
    private static readonly SpecificationReader Reader = new();

    /// <param name="output">--out as given; null: results/NAME.</param>
    /// <exception cref="SpecificationException">The file is not a valid specification.</exception>
    public static (JobSpecification Specification, JobDescription Description) FromFile(string path, string? output)
    {
        string text = SpecificationReader.Load(path); // read once: what was checked is what is submitted
        JobSpecification specification = Reader.Parse(text, path);
        string folder = Path.GetFullPath(output ?? Path.Combine("results", specification.Name));
        return (specification, new JobDescription(specification.Kind, text, Path.GetFullPath(path), folder));
    }

    /// <exception cref="SpecificationException">The data folder holds no such job.</exception>
    public static async Task<JobDescription> FromDataFolderAsync(string data, string job, CancellationToken cancellation)
    {
        EmbeddedCluster cluster = await OpenAsync(data, cancellation).ConfigureAwait(false);
        await using (cluster.ConfigureAwait(false)) return await DescriptionAsync(cluster, data, job, cancellation).ConfigureAwait(false);
    }

    /// <summary>The stored description of a job.</summary>
    public static async Task<JobDescription> DescriptionAsync(
        EmbeddedCluster cluster, string data, string job, CancellationToken cancellation) =>
        await StoredDescription.FindAsync(cluster.Client, new JobId(job), cancellation).ConfigureAwait(false)
        ?? throw None(data, job);

    /// <summary>The data folder holds no such job.</summary>
    public static SpecificationException None(string data, string job) => new($"JOB: data folder {data} holds no job '{job}'.");

    /// <summary>A specification by file name or by job id.</summary>
    public static async Task<JobSpecification> FindAsync(string data, string fileOrJob, CancellationToken cancellation) =>
        File.Exists(fileOrJob)
            ? Reader.Read(fileOrJob)
            : Specification(await FromDataFolderAsync(data, fileOrJob, cancellation).ConfigureAwait(false));

    public static JobSpecification Specification(JobDescription description) => Reader.Parse(description.SpecText, description.SpecPath);

    /// <summary>A cluster that only answers questions: it reads the jobs of the folder, beside whoever runs them.</summary>
    /// <exception cref="SpecificationException">It is no data folder.</exception>
    public static Task<EmbeddedCluster> OpenAsync(string data, CancellationToken cancellation)
    {
        Check(data);
        return EmbeddedJobs.ReadAsync(data, cancellation);
    }

    /// <exception cref="SpecificationException">It is no data folder.</exception>
    public static void Check(string data)
    {
        if (!DataFolder.IsOne(data))
            throw new SpecificationException($"--data: '{data}' is not there or holds no jobs; expected the folder of an earlier run.");
    }
}
