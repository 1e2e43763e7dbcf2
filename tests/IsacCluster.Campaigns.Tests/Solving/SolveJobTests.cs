using System.Numerics;
using IsacCluster.Campaigns.Solving;
using IsacCluster.Campaigns.Tests.Datasets;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Numerics;
using IsacCluster.Solvers;
using PureHDF;

namespace IsacCluster.Campaigns.Tests.Solving;

public sealed class SolveJobTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SolveJobTests() => SampleDatasets.Generate(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Designs_lie_beside_the_dataset_and_hold_what_the_solver_returned()
    {
        SolveJob job = Job(["isotropic"]);
        DesignsManifest manifest = Finish(job, tasksOf: 2);

        Assert.Equal(_folder["designs-convex"], job.OutputFolder);
        AlgorithmDesigns designs = Assert.Single(manifest.Algorithms);
        Assert.Equal(23, designs.Statuses.Sum());
        Assert.True(designs.Statuses[0] > 0 && designs.Statuses[2] > 0, "The scenario should give both outcomes.");
        var solver = new IsotropicSolver("isotropic");
        long optimal = 0;
        for (int shard = 0; shard < 5; shard++)
        {
            using var file = H5File.OpenRead(Path.Combine(job.OutputFolder, $"isotropic-shard-{shard:D8}.h5"));
            var samples = job.Dataset.ReadShard(shard);
            for (int s = 0; s < samples.Count; s++) optimal += CheckSample(file, s, samples[s], solver.Solve(samples[s].Instance));
        }

        Assert.Equal(optimal, designs.Statuses[0]);
    }

    [Fact]
    public void Status_codes_are_named_in_the_file()
    {
        SolveJob job = Job(["isotropic"]);
        Finish(job, 1);
        using var file = H5File.OpenRead(Path.Combine(job.OutputFolder, "isotropic-shard-00000000.h5"));
        Assert.Equal(
            "0=optimal,1=infeasible,2=iteration-limit,3=numerical-failure,4=heuristic",
            file.Dataset("status").Attribute("codes").Read<string>());
        Assert.Equal("isac-designs-v1", file.Attribute("schema").Read<string>());
        Assert.Equal(job.DatasetDigest, file.Attribute("dataset_digest").Read<string>());
    }

    [Fact]
    public void Splits_order_of_algorithms_and_folders_give_the_same_digest()
    {
        DesignsManifest reference = Finish(Job(["isotropic", "isotropic-too"]), 1);
        Assert.Equal(reference.Digest, Finish(Job(["isotropic-too", "isotropic"]), 3).Digest);

        SampleDatasets.Generate(_folder["copy"]);
        SolveJob elsewhere = Job(["isotropic", "isotropic-too"], _folder["copy"]);
        Assert.Equal(reference.Digest, Finish(elsewhere, 5).Digest);
        Assert.NotEqual(reference.JobId, elsewhere.Id);
    }

    [Fact]
    public void The_id_changes_with_the_dataset_the_algorithms_and_the_name()
    {
        SampleDatasets.Generate(_folder["other"], samples: 24);
        string[] ids =
        [
            Job(["isotropic"]).Id,
            Job(["isotropic-too"]).Id,
            Job(["isotropic", "isotropic-too"]).Id,
            Job(["isotropic"], _folder["other"]).Id,
            new SolveJob(new SolveSettings("renamed", _folder.Path, ["isotropic"]), TimeProvider.System, IsotropicSolver.Create).Id,
        ];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(ids[0], Job(["isotropic"], _folder["manifest.json"]).Id);
    }

    [Fact]
    public void Stages_are_read_each_algorithm_and_persist()
    {
        using ITaskRunner runner = new SolveJob(
            new SolveSettings("convex", _folder.Path, ["isotropic", "isotropic-too"]), new SteppedTime(),
            IsotropicSolver.Create).CreateRunner();
        var stages = runner.Run(new TaskRange(0, 3, 2), CancellationToken.None).Stages;
        Assert.Equal(["isotropic", "isotropic-too", "persist", "read"], stages.Keys);
        Assert.Equal(new StageTime(8, 8), stages["isotropic"]);
        Assert.Equal(new StageTime(4, 4), stages["persist"]);
        Assert.Equal(new StageTime(2, 2), stages["read"]);
    }

    [Fact]
    public void A_truncated_dataset_is_refused_before_anything_is_written()
    {
        byte[] shard = File.ReadAllBytes(_folder["shard-00000001.h5"]);
        File.WriteAllBytes(_folder["shard-00000001.h5"], shard[..100]);
        var refused = Assert.Throws<SpecificationException>(() => Job(["isotropic"]));
        Assert.Contains("truncated", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_folder.Path));
    }

    [Fact]
    public void An_unknown_algorithm_is_refused_with_those_allowed()
    {
        var refused = Assert.Throws<SpecificationException>(() => Job(["isotropc"]));
        Assert.Contains("'isotropc' is not a solver; allowed: isotropic", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SolveSettings("convex", _folder.Path, []));
        Assert.Throws<ArgumentException>(() => new SolveSettings("convex", _folder.Path, ["isotropic", "isotropic"]));
    }

    [Fact]
    public void Designs_of_another_job_are_not_overwritten()
    {
        Finish(Job(["isotropic"]), 1);
        Finish(Job(["isotropic"]), 1);
        var refused = Assert.Throws<SpecificationException>(Job(["isotropic-too"]).Prepare);
        Assert.Contains("would overwrite", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_shard_leaves_no_manifest()
    {
        SolveJob job = Job(["isotropic"]);
        job.Prepare();
        ILaneResult part = SampleDatasets.RunInTasksOf(job, 4, 1);
        Assert.Contains(
            "isotropic-shard-00000004.h5 was not computed", Assert.Throws<InvalidDataException>(() => job.Finish(part)).Message,
            StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(job.OutputFolder, "manifest.json")));
    }

    private SolveJob Job(string[] algorithms, string? dataset = null) =>
        new(new SolveSettings("convex", dataset ?? _folder.Path, algorithms), TimeProvider.System, IsotropicSolver.Create);

    private static DesignsManifest Finish(SolveJob job, int tasksOf)
    {
        Assert.Equal(LaneDecision.ContinueTo(5), job.Decide(0, 0, job.Empty(0)));
        job.Prepare();
        return job.Finish(SampleDatasets.RunInTasksOf(job, 5, tasksOf));
    }

    /// <summary>Returns 1 where the sample has a design.</summary>
    private static int CheckSample(IH5Group file, int s, Sample sample, SolveResult expected)
    {
        int antennas = sample.Instance.Antennas, users = sample.Instance.Users;
        Assert.Equal(sample.Index, file.Dataset("sample").Read<long[]>()[s]);
        Assert.Equal((sbyte)expected.Status, file.Dataset("status").Read<sbyte[]>()[s]);
        Complex[] c = file.Dataset("C").Read<Complex[]>()[(s * antennas * users)..((s + 1) * antennas * users)];
        Complex[] radar = file.Dataset("S").Read<Complex[]>()[(s * antennas * antennas)..((s + 1) * antennas * antennas)];
        double mse = file.Dataset("mse").Read<double[]>()[s];
        double[] sinr = file.Dataset("sinr").Read<double[]>()[(s * users)..((s + 1) * users)];
        if (expected.Design is null)
        {
            Assert.All(c.Concat(radar), entry => Assert.Equal(Complex.Zero, entry));
            Assert.All(sinr.Append(mse), value => Assert.True(double.IsNaN(value)));
            return 0;
        }

        var design = new Design(new ComplexMatrix(antennas, users, c), new ComplexMatrix(antennas, antennas, radar));
        Assert.Equal(expected.Design.C.Data, c);
        Assert.Equal(expected.Design.S.Data, radar);
        Assert.Equal(sample.Evaluation.Mse(design.Covariance()), mse);
        Assert.Equal(Sinr.Of(design, sample.Instance.Channel, sample.Instance.Noise), sinr);
        return 1;
    }
}
