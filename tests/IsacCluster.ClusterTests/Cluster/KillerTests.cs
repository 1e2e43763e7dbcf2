using IsacCluster.Cli.Chaos;
using IsacCluster.Cluster.Jobs;

namespace IsacCluster.ClusterTests.Cluster;

/// <summary>Trials that end the silo on which they run, with silos that a supervisor starts again.</summary>
[Collection(FaultClusterCollection.Name)]
public sealed class KillerTests(FaultCluster cluster)
{
    private const int Killed = 128 + 9;
    private int _deaths;

    [Fact]
    public async Task A_trial_that_kills_every_silo_is_parked_after_three_and_a_job_is_cancelled_while_silos_die()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The objective finds the silo, its guard's parent, in /proc.");
        await cluster.Processes.ReviveAsync();
        cluster.Write(
            "kill.sh",
            "[ \"$1\" = --k=2 ] && kill -9 \"$(sed -n 's/^PPid:[[:space:]]*//p' \"/proc/$PPID/status\")\"\n"
                + "echo \"{\\\"loss\\\": ${1#--k=}}\"\n");
        string spec = cluster.Write("killer.yaml", """
            kind: study
            name: killer
            seed: 5
            space:
              k: {choice: [1, 2, 3, 4]}
            objective: {command: [sh, kill.sh], metric: loss}
            sampler: grid
            trials: 4
            parallel: 4
            """);
        using var end = new CancellationTokenSource();
        Task supervision = Task.WhenAll(cluster.Processes.Silos.Select(silo => SuperviseAsync(silo, end.Token)));
        try
        {
            JobId id = await cluster.Client.SubmitAsync(cluster.Describe(spec, Path.Combine(cluster.Folder, "killer")));
            await cluster.UntilAsync(id, status => status.IsSettled);
            JobResults results = await cluster.Client.GetResultsAsync(id);
            Assert.Equal(JobPhase.Incomplete, results.Status.Phase);
            var parked = Assert.Single(Assert.Single(results.Poison).Ranges);
            Assert.Equal(1L, parked.Range.First);
            // On a machine so busy that the program needs 10 s to start, the third death could be another's: a fourth is needed.
            Assert.InRange(parked.Attempts, 3, 4);
            Assert.StartsWith($"its silo died {parked.Attempts} times while it ran (silo-", parked.Error, StringComparison.Ordinal);
            Assert.Equal(3, FaultCluster.Accepted(results.Status));
            // One more where the first came before anything was known of the lease.
            Assert.True(_deaths - parked.Attempts is 0 or 1, $"{_deaths} silos died; parked: {parked.Error}");

            // Submitted again it has another chance, and is cancelled once it has used it.
            int before = _deaths;
            await cluster.Client.SubmitAsync(cluster.Describe(spec, Path.Combine(cluster.Folder, "killer")));
            await cluster.UntilAsync(id, _ => _deaths > before);
            Assert.Equal(JobPhase.Running, (await cluster.Client.GetStatusAsync(id)).Phase);
            await cluster.Client.CancelAsync(id);
            Assert.Equal(JobPhase.Cancelled, (await cluster.Client.GetStatusAsync(id)).Phase);
            Assert.InRange(_deaths, before + 1, before + 4);
        }
        finally
        {
            await end.CancelAsync();
            await supervision;
        }
    }

    private async Task SuperviseAsync(SiloProcess silo, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                if (await silo.EndAsync().WaitAsync(end) == Killed) Interlocked.Increment(ref _deaths);
                else TestContext.Current.TestOutputHelper?.WriteLine(silo.Log);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            silo.Start();
            await Task.WhenAny(silo.ReadyAsync());
        }
    }
}
