using IsacCluster.Campaigns.Datasets;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Tests.Datasets;

/// <summary>Small datasets and runs of their jobs without a cluster.</summary>
internal static class SampleDatasets
{
    public static readonly Scenario Small =
        new() { Antennas = 4, Users = 2, Targets = new FixedTargets([-20, 30]), GridPoints = 36, SinrDb = -10 };

    public static DatasetSettings Settings(string folder, Scenario? scenario = null, long samples = 23, int samplesPerShard = 5) =>
        new("small", 7, scenario ?? Small, samples, samplesPerShard, folder);

    public static DatasetManifest Generate(string folder, Scenario? scenario = null, long samples = 23, int samplesPerShard = 5)
    {
        var job = new DatasetJob(Settings(folder, scenario, samples, samplesPerShard), new SteppedTime());
        job.Prepare();
        return job.Finish(RunInTasksOf(job, job.Settings.Plan.Shards, 1));
    }

    /// <summary>Runs a job's only lane in tasks of a size, merged in an order that is not theirs, through their bytes.</summary>
    public static ILaneResult RunInTasksOf(IJob job, long indices, int size)
    {
        var results = new List<byte[]>();
        using ITaskRunner runner = job.CreateRunner();
        for (long first = 0; first < indices; first += size)
        {
            var range = new TaskRange(0, first, (int)Math.Min(size, indices - first));
            results.Add(runner.Run(range, CancellationToken.None).Result.ToBytes());
        }

        ILaneResult merged = job.Empty(0);
        foreach (byte[] bytes in Enumerable.Reverse(results)) merged.Merge(job.Read(0, bytes));
        return merged;
    }

    /// <summary>Name and bytes of every file of a folder.</summary>
    public static IReadOnlyDictionary<string, byte[]> Files(string folder) =>
        Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file)!, File.ReadAllBytes);
}
