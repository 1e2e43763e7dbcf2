using System.Text.Json.Nodes;
using IsacCluster.Cli.Chaos;
using IsacCluster.Cli.Tests.Running;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;

namespace IsacCluster.ClusterTests.Cluster;

/// <summary>kill -9 of silos in the middle of a study: the trials are those of an undisturbed one.</summary>
[Collection(FaultClusterCollection.Name)]
public sealed class StudyCrashTests(FaultCluster cluster)
{
    private const int Trials = 150;

    private const string Study = """
        kind: study
        name: NAME
        seed: 5
        space:
          x: {float: [-2, 2]}
          k: {int: [1, 4]}
        objective: {command: [sh, f.sh], metric: loss}
        sampler: {tpe: {startup_trials: 8}}
        trials: 150
        parallel: 4
        """;

    [Fact]
    public async Task A_study_survives_the_death_of_a_worker_and_of_its_coordinator()
    {
        cluster.Write("f.sh", "echo \"{\\\"loss\\\": ${2#--k=}}\"\n");
        string undisturbed = await UndisturbedAsync();
        await cluster.Processes.ReviveAsync();
        string spec = cluster.Write("killed-study.yaml", Study.Replace("NAME", "killed-study", StringComparison.Ordinal));
        JobId id = await cluster.Client.SubmitAsync(cluster.Describe(spec, Path.Combine(cluster.Folder, "killed-study")));

        JobStatus early = await cluster.UntilAsync(id, status => FaultCluster.Accepted(status) >= Trials / 5);
        Assert.False(early.IsSettled);
        cluster.Others(early).First().Kill();
        JobStatus late = await cluster.UntilAsync(id, status => FaultCluster.Accepted(status) >= Trials / 2);
        Assert.False(late.IsSettled);
        await cluster.Processes.ReviveAsync();
        SiloProcess coordinator = cluster.Coordinator(await cluster.Client.GetStatusAsync(id));
        coordinator.Kill();

        await cluster.UntilAsync(id, status => status.IsSettled);
        JobResults results = await cluster.Client.GetResultsAsync(id);
        Assert.Equal(JobPhase.Completed, results.Status.Phase);
        Assert.Equal(Trials, FaultCluster.Accepted(results.Status));
        JobReport report = await cluster.ReportAsync(id, results);
        Assert.Equal(undisturbed, report.Digest);
    }

    private async Task<string> UndisturbedAsync()
    {
        string spec = cluster.Write("undisturbed-study.yaml", Study.Replace("NAME", "undisturbed-study", StringComparison.Ordinal));
        IsacOutcome outcome = await InProcess.RunInAsync(
            cluster.Folder, new Dictionary<string, string>(), ["run", spec, "--data", "data-study", "--out", "undisturbed-study"]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return (string)JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(cluster.Folder, "undisturbed-study", "study.json")))!["digest"]!;
    }
}
