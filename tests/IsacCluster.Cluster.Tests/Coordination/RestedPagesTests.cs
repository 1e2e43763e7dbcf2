using IsacCluster.Cluster.Coordination;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Storage;
using IsacCluster.Cluster.Tests.Storage;
using IsacCluster.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace IsacCluster.Cluster.Tests.Coordination;

public sealed class RestedPagesTests : IDisposable
{
    private static readonly GrainId Owner = GrainId.Create("dispatch", "0");

    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSerializer(builder => builder.AddAssembly(typeof(RestedPage).Assembly)).BuildServiceProvider();

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    private string Database => _folder["isac.db"];

    [Fact]
    public async Task Pages_are_read_back_and_a_new_one_takes_the_place_of_the_oldest()
    {
        using (var store = SqliteStore.Open(Database))
        {
            RestedPages pages = Pages(store);
            Assert.Empty((await pages.ReadAsync()).Pages);
            for (int number = 1; number <= RestedJobs.MostPages + 2; number++) await pages.WriteAsync(Page(number));
        }

        using var reopened = SqliteStore.Open(Database);
        (IReadOnlyList<RestedPage> read, IReadOnlyList<string> damages) = await Pages(reopened).ReadAsync();
        Assert.Empty(damages);
        Assert.Equal(Enumerable.Range(3, RestedJobs.MostPages).Select(k => (long)k), read.Select(page => page.Number).Order());
        Assert.All(read, page => Assert.Equal(Page((int)page.Number).Jobs, page.Jobs));
    }

    [Fact]
    public async Task A_damaged_page_is_told_and_begun_anew_and_the_others_are_as_they_were()
    {
        using (var store = SqliteStore.Open(Database))
        {
            foreach (int number in new[] { 1, 2, 3 }) await Pages(store).WriteAsync(Page(number));
        }

        FlippedByte.In(Database, "rested-2", "");
        using var reopened = SqliteStore.Open(Database);
        RestedPages pages = Pages(reopened);
        (IReadOnlyList<RestedPage> read, IReadOnlyList<string> damages) = await pages.ReadAsync();
        Assert.Contains("rested-2", Assert.Single(damages), StringComparison.Ordinal);
        Assert.Equal([1, 3], read.Select(page => page.Number).Order());
        await pages.WriteAsync(Page(2));
        Assert.Equal(3, (await Pages(reopened).ReadAsync()).Pages.Count);
    }

    [Fact]
    public async Task A_page_that_another_activation_has_written_stays_unsaved()
    {
        using var store = SqliteStore.Open(Database);
        await Pages(store).WriteAsync(Page(1));
        RestedPage late = Page(1);
        late.IsUnsaved = true;
        await Assert.ThrowsAnyAsync<Exception>(() => Pages(store).WriteAsync(late));
        Assert.True(late.IsUnsaved);
    }

    private RestedPages Pages(SqliteStore store) => new(new SqliteGrainStorage(store, _services.GetRequiredService<Serializer>()), Owner);

    private static RestedPage Page(int number) => new()
    {
        Number = number,
        Jobs = [.. Enumerable.Range(0, RestedJobs.PageSize).Select(k =>
            new DispatchedJob(
                new JobId($"job-{number}-{k}"), (number * 100L) + k, JobPhase.Completed, SlotKind.Cpu, 1, null, DateTimeOffset.UnixEpoch))],
    };
}
