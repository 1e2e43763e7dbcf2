using System.Collections.Concurrent;

namespace IsacCluster.Cluster.Membership;

/// <summary>Tells grains of this silo at once when the cluster's membership declares a silo dead. Thread-safe.</summary>
internal sealed class SiloDeaths : ISiloStatusListener, IDisposable
{
    private readonly ISiloStatusOracle _oracle;
    private readonly ConcurrentDictionary<object, Action> _listeners = new();

    public SiloDeaths(ISiloStatusOracle oracle)
    {
        _oracle = oracle;
        _oracle.SubscribeToSiloStatusEvents(this);
    }

    /// <param name="silo">A silo's address in parsable form; null is never dead.</param>
    public bool IsDead(string? silo) => silo is not null && _oracle.IsDeadSilo(SiloAddress.FromParsableString(silo));

    /// <summary>Calls back after each death until disposed, on any thread.</summary>
    public IDisposable Register(Action told)
    {
        var key = new object();
        _listeners[key] = told;
        return new Registration(this, key);
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status != SiloStatus.Dead) return;
        foreach (var told in _listeners.Values) told();
    }

    public void Dispose() => _oracle.UnSubscribeFromSiloStatusEvents(this);

    private sealed class Registration(SiloDeaths owner, object key) : IDisposable
    {
        public void Dispose() => owner._listeners.TryRemove(key, out _);
    }
}
