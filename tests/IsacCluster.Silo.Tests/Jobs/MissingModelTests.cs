using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Silo.Jobs;

namespace IsacCluster.Silo.Tests.Jobs;

/// <summary>Jobs as they are built on a silo that lacks files of theirs.</summary>
public sealed class MissingModelTests : IDisposable
{
    private const string Campaign =
        "kind: campaign\nname: learned\nseed: 3\nsweep: {sinr_db: [8, 10]}\n"
        + "algorithms: [sdr, {gnn-ip: {model: 'models/gnn-{sinr_db}.safetensors'}}]\nsamples: 100\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_campaign_is_planned_and_merged_without_its_models_under_another_id_and_names_them()
    {
        IJob job = Create(Campaign, mayLackFiles: true);
        Assert.Equal(["models/gnn-8.safetensors", "models/gnn-10.safetensors"], job.Lacks);
        Assert.True(job.PlansWithoutFiles);
        Assert.Equal(["sinr_db=8", "sinr_db=10"], job.Lanes.Select(lane => lane.Label));
        Assert.Equal(100, job.Decide(0, 0, job.Empty(0)).NextBoundary);
        Assert.Equal(job.Empty(1).ToBytes(), job.Read(1, job.Empty(1).ToBytes()).ToBytes());
        Assert.Throws<FileNotFoundException>(() => job.CreateRunner().Run(new TaskRange(0, 0, 1), default));
        Assert.NotEqual(Create(Campaign.Replace("[8, 10]", "[8, 9]", StringComparison.Ordinal), mayLackFiles: true).Id, job.Id);
    }

    [Fact]
    public void A_campaign_names_the_files_of_programs_that_are_not_there()
    {
        File.WriteAllText(_folder["here.py"], "print(1)");
        IJob job = Create(
            "kind: campaign\nname: p\nseed: 3\nsamples: 10\nalgorithms:\n"
            + "  - mine: {command: [python3, here.py, away.py], files: [weights.npz]}\n", mayLackFiles: true);
        Assert.Equal(["away.py", "weights.npz"], job.Lacks);
        Assert.Equal(["python3"], job.Programs);
        Assert.True(job.PlansWithoutFiles);
    }

    /// <summary>Rows are files of a folder that the job claims under its id.</summary>
    [Fact]
    public void With_rows_only_a_silo_that_has_the_models_may_plan_it() =>
        Assert.False(Create(Campaign + "rows: true\n", mayLackFiles: true).PlansWithoutFiles);

    [Fact]
    public void Whoever_submits_has_the_models()
    {
        var missing = Assert.Throws<SpecificationException>(() => Create(Campaign, mayLackFiles: false));
        Assert.Contains("models/gnn-8.safetensors' does not exist", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_names_the_arguments_that_look_like_files_that_are_not_there()
    {
        File.WriteAllText(_folder["here.py"], "print(1)");
        IJob study = Create(
            "kind: study\nname: s\nspace: {x: {float: [0, 1]}}\ntrials: 2\n"
            + "objective: {command: [python3, here.py, away.py, -v, data/in.npz, word]}\n", mayLackFiles: true);
        Assert.Equal(["away.py", "data/in.npz"], study.Lacks);
        Assert.Equal(["python3"], study.Programs);
    }

    private IJob Create(string spec, bool mayLackFiles) =>
        ((IJobFactory)new SpecificationJobFactory(TimeProvider.System, _folder.Path, mayLackFiles: mayLackFiles))
        .Create(new JobDescription("campaign", spec, _folder["spec.yaml"], "out"));
}
