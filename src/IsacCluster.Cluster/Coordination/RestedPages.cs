using Orleans.Storage;

namespace IsacCluster.Cluster.Coordination;

/// <summary>The pages of <see cref="RestedJobs"/> in the store, each a record of its own.</summary>
/// <param name="owner">Whose records they are.</param>
internal sealed class RestedPages(IGrainStorage storage, GrainId owner)
{
    private readonly GrainState<RestedPage>[] _places =
        [.. Enumerable.Range(0, RestedJobs.MostPages).Select(_ => new GrainState<RestedPage> { State = new RestedPage() })];

    /// <returns>The pages that are there, and what was wrong with those that were damaged, which are begun anew.</returns>
    public async Task<(IReadOnlyList<RestedPage> Pages, IReadOnlyList<string> Damages)> ReadAsync()
    {
        await LoadAsync();
        List<string> damages = [];
        for (int place = 0; place < _places.Length; place++)
        {
            if (_places[place].State!.Damage is not { } damage) continue;
            damages.Add(damage);
            await storage.ClearStateAsync(Name(place), owner, _places[place]);
        }

        return (Present, damages);
    }

    /// <returns>The pages that are there; one that is damaged lists nothing.</returns>
    public async Task<IReadOnlyList<RestedPage>> LoadAsync()
    {
        await Task.WhenAll(_places.Select((state, place) => storage.ReadStateAsync(Name(place), owner, state)));
        return Present;
    }

    public async Task WriteAsync(RestedPage page)
    {
        int place = (int)(page.Number % _places.Length);
        _places[place].State = page;
        page.IsUnsaved = false;
        try
        {
            await storage.WriteStateAsync(Name(place), owner, _places[place]);
        }
        catch
        {
            page.IsUnsaved = true;
            throw;
        }
    }

    private RestedPage[] Present => [.. _places.Where(state => state.RecordExists).Select(state => state.State!)];

    private static string Name(int place) => $"rested-{place}";
}
