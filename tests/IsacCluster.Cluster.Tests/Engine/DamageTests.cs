using IsacCluster.Cluster.Client;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Storage;
using IsacCluster.Cluster.Tests.Storage;
using IsacCluster.Cluster.Tests.Synthetic;

namespace IsacCluster.Cluster.Tests.Engine;

/// <summary>A job of which a record is not what was written is named and can be deleted, and costs no other job anything.</summary>
public sealed class DamageTests : IDisposable
{
    private const string Spec = "name=hurt lanes=3 samples=200", Other = "name=other lanes=1 samples=50";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Database => DataFolder.DatabaseOf(_folder["data"]);

    [Theory]
    [InlineData("job", "")]
    [InlineData("lane", "/1")]
    public async Task A_damaged_job_is_listed_and_refused_and_can_be_deleted_and_run_anew(string name, string lane)
    {
        JobId hurt, other;
        await using (var cluster = await TestCluster.StartAsync(_folder["data"], [1]))
        {
            hurt = (await cluster.EndAsync(await cluster.SubmitAsync(Spec))).Status.Id;
            other = (await cluster.EndAsync(await cluster.SubmitAsync(Other))).Status.Id;
        }

        string key = FlippedByte.In(Database, name, hurt + lane);
        string damage = $"record {name} {key} of {Database} is not what was written";
        var listed = await StoredJobs.ListAsync(_folder["data"]);
        Assert.Equal((JobPhase.Damaged, damage), listed.Where(job => job.Id == hurt).Select(job => (job.Phase, job.Damage)).Single());
        Assert.Equal((JobPhase.Completed, null), listed.Where(job => job.Id == other).Select(job => (job.Phase, job.Damage)).Single());

        await using (var cluster = await TestCluster.StartAsync(_folder["data"], [1, 1]))
        {
            var client = cluster.Client;
            var status = await client.GetStatusAsync(hurt);
            Assert.Equal((JobPhase.Damaged, damage), (status.Phase, status.Failure?.Message));
            var refusal = await Assert.ThrowsAsync<DamagedJobException>(() => cluster.SubmitAsync(Spec));
            Assert.Equal($"job {hurt} is damaged: {damage}; 'isac delete {hurt}' removes it, then it can be run anew.", refusal.Message);
            Assert.Equal(refusal.Message, (await Assert.ThrowsAsync<DamagedJobException>(() => client.GetResultsAsync(hurt))).Message);
            Assert.Equal(JobPhase.Damaged, (await client.GetSummaryAsync(hurt))!.Phase);
            Assert.Equal(50, (await cluster.EndAsync(await cluster.SubmitAsync(Other))).Status.Counts.SamplesReused);

            Assert.True(await client.DeleteAsync(hurt));
            Assert.Null(await client.GetSummaryAsync(hurt));
            using (var left = SqliteSnapshot.Open(Database))
                Assert.DoesNotContain([.. left.Keys("job"), .. left.Keys("lane")], k => k.Contains(hurt.Value, StringComparison.Ordinal));
            var again = await cluster.EndAsync(await cluster.SubmitAsync(Spec));
            Assert.Equal((600, 0), (again.Status.Counts.SamplesComputed, again.Status.Counts.SamplesReused));
        }
    }

    [Theory]
    [InlineData("lane", "/1")]
    [InlineData("specification", "")]
    public async Task A_job_of_which_a_record_is_missing_is_damaged_and_can_be_run_anew(string name, string lane)
    {
        JobId hurt;
        await using (var cluster = await TestCluster.StartAsync(_folder["data"], [1]))
            hurt = (await cluster.EndAsync(await cluster.SubmitAsync(Spec))).Status.Id;

        FlippedByte.Remove(Database, name, hurt + lane);
        await using (var cluster = await TestCluster.StartAsync(_folder["data"], [1]))
        {
            var status = await cluster.Client.GetStatusAsync(hurt);
            Assert.Equal(
                (JobPhase.Damaged, $"record {name} of {hurt + lane} is missing"), (status.Phase, status.Failure?.Message));
            await Assert.ThrowsAsync<DamagedJobException>(() => cluster.Client.GetResultsAsync(hurt));
            Assert.True(await cluster.Client.DeleteAsync(hurt));
            Assert.Equal(600, (await cluster.EndAsync(await cluster.SubmitAsync(Spec))).Status.Counts.SamplesComputed);
        }
    }

    /// <summary>As from a store that lost it alone.</summary>
    [Fact]
    public async Task A_job_that_the_list_has_and_whose_own_record_is_missing_is_damaged_and_can_be_run_anew()
    {
        JobId hurt;
        await using (var cluster = await StartAsync()) hurt = (await cluster.EndAsync(await cluster.SubmitAsync(Spec))).Status.Id;
        FlippedByte.Remove(Database, "job", hurt.Value);
        await using (var cluster = await StartAsync())
        {
            var client = cluster.Client;
            string damage = $"record job of {hurt} is missing";
            string refusal = $"job {hurt} is damaged: {damage}; 'isac delete {hurt}' removes it, then it can be run anew.";
            var status = await client.GetStatusAsync(hurt);
            Assert.Equal((JobPhase.Damaged, damage), (status.Phase, status.Failure?.Message));
            Assert.Equal((JobPhase.Damaged, damage), (await client.GetSummaryAsync(hurt)) is { } one ? (one.Phase, one.Damage) : default);
            foreach (Func<Task> call in (Func<Task>[])[
                () => client.GetDescriptionAsync(hurt), () => client.GetResultsAsync(hurt), () => client.PauseAsync(hurt),
                () => client.ResumeAsync(hurt), () => client.CancelAsync(hurt), () => client.SetPriorityAsync(hurt, 2),
                () => cluster.SubmitAsync(Spec)])
                Assert.Equal(refusal, (await Assert.ThrowsAsync<DamagedJobException>(call)).Message);
            Assert.True(await client.DeleteAsync(hurt));
            Assert.False(await client.ExistsAsync(hurt));
            Assert.Equal(600, (await cluster.EndAsync(await cluster.SubmitAsync(Spec))).Status.Counts.SamplesComputed);
            Assert.True(await client.DeleteAsync(hurt));
            Assert.Equal(JobPhase.Unknown, (await client.GetStatusAsync(hurt)).Phase); // the list has it no more
        }
    }

    [Fact]
    public async Task A_damaged_list_of_jobs_is_made_anew_of_their_records_and_says_so()
    {
        JobId before;
        await using (var cluster = await StartAsync()) before = (await cluster.EndAsync(await cluster.SubmitAsync(Other))).Status.Id;
        string key = FlippedByte.In(Database, "dispatch", "");
        await using (var cluster = await StartAsync())
        {
            var view = await cluster.Client.GetClusterAsync();
            var news = Assert.Single(view.Events, happened => happened.Kind == ClusterEventKind.RegisterDamaged);
            Assert.EndsWith($"record dispatch {key} of {Database} is not what was written", news.Text, StringComparison.Ordinal);
            Assert.Equal(JobPhase.Completed, (await cluster.Client.GetStatusAsync(before)).Phase);
            var after = (await cluster.EndAsync(await cluster.SubmitAsync(Spec))).Status;
            Assert.Equal(JobPhase.Completed, after.Phase);
            await UntilAsync(async () => (await cluster.Client.GetJobsAsync()).Count == 2);
            var listed = await cluster.Client.GetJobsAsync();
            Assert.Equal([before, after.Id], listed.Select(job => job.Id));
            Assert.All(listed, job => Assert.Equal(JobPhase.Completed, job.Phase));
        }

        await using (var cluster = await StartAsync()) // it is written again
        {
            Assert.Equal(2, (await cluster.Client.GetJobsAsync()).Count);
            Assert.Single((await cluster.Client.GetClusterAsync()).Events, news => news.Kind == ClusterEventKind.RegisterDamaged);
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> wanted)
    {
        while (!await wanted()) TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>As silos are, which keep the list of jobs on disk.</summary>
    private Task<TestCluster> StartAsync() =>
        TestCluster.StartAsync(_folder["data"], [1], configure: options => options.ResumesJobs = true);
}
