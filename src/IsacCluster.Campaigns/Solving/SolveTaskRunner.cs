using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Datasets;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Reporting.Files;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Solving;

/// <summary>Solves the shards of a task: one stage for each algorithm, which has the algorithm's name.</summary>
/// <param name="job">Its dataset and output folder.</param>
/// <param name="solvers">In the order of the job's algorithms; owned by this runner.</param>
internal sealed class SolveTaskRunner(SolveJob job, IReadOnlyList<IBeamformingSolver> solvers, StageClock clock) : ITaskRunner
{
    public TaskOutput Run(TaskRange range, CancellationToken cancellation)
    {
        clock.Reset();
        var records = new ShardRecords();
        Directory.CreateDirectory(job.OutputFolder);
        for (int shard = (int)range.First; shard < range.End; shard++)
        {
            IReadOnlyList<Sample> samples;
            using (clock.Measure("read")) samples = job.Dataset.ReadShard(shard);
            for (int a = 0; a < solvers.Count; a++)
            {
                string algorithm = job.Settings.Algorithms[a];
                SolveResult[] results = Solve(algorithm, solvers[a], samples, cancellation);
                using var stage = clock.Measure("persist");
                byte[] bytes = DesignShard.Encode(algorithm, job.DatasetDigest, samples, results);
                WrittenFile file = AtomicFile.Write(Path.Combine(job.OutputFolder, FileNames.DesignShard(algorithm, shard)), bytes);
                records.Add(
                    new ShardKey(shard, algorithm), new ShardRecord(samples.Count, file.Bytes, file.Sha256, CountStatuses(results)));
            }
        }

        return new TaskOutput(records, clock.Snapshot());
    }

    public void Dispose()
    {
        foreach (IBeamformingSolver solver in solvers) (solver as IDisposable)?.Dispose();
    }

    private SolveResult[] Solve(string algorithm, IBeamformingSolver solver, IReadOnlyList<Sample> samples, CancellationToken cancellation)
    {
        var results = new SolveResult[samples.Count];
        for (int s = 0; s < results.Length; s++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var stage = clock.Measure(algorithm);
            results[s] = solver.Solve(samples[s].Instance);
        }

        return results;
    }

    private static int[] CountStatuses(SolveResult[] results)
    {
        var counts = new int[SolveStatusNames.All.Count];
        foreach (SolveResult result in results) counts[(int)result.Status]++;
        return counts;
    }
}
