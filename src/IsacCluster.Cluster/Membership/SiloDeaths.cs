using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Cluster.Membership;

/// <summary>
/// Tells grains of this silo at once when the cluster's membership declares a silo dead. It begins with the silo and not with the first
/// grain that asks, so that no death escapes it. Thread-safe.
/// </summary>
internal sealed partial class SiloDeaths : ISiloStatusListener, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly ISiloStatusOracle _oracle;
    private readonly int _generation;
    private readonly ILogger<SiloDeaths> _log;
    private readonly ConcurrentDictionary<object, Action> _listeners = new();
    private readonly ConcurrentDictionary<SiloAddress, bool> _dead = new(); // the oracle may forget them
    private readonly ConcurrentDictionary<SiloAddress, bool> _seen = new(); // not dead, by this silo: the death of another is no news

    public SiloDeaths(ISiloStatusOracle oracle, ILocalSiloDetails silo, ILogger<SiloDeaths> log)
    {
        _oracle = oracle;
        _generation = silo.SiloAddress.Generation;
        _log = log;
        _oracle.SubscribeToSiloStatusEvents(this);
        foreach (var (address, status) in _oracle.GetApproximateSiloStatuses())
        {
            if (status != SiloStatus.Dead) _seen[address] = true;
        }
    }

    /// <summary>To take part is to be made when the silo is; there is nothing to start.</summary>
    public void Participate(ISiloLifecycle lifecycle) { }

    /// <param name="silo">A silo's address in parsable form; null is never dead.</param>
    public bool IsDead(string? silo)
    {
        if (silo is null) return false;
        var address = SiloAddress.FromParsableString(silo);
        return _dead.ContainsKey(address) || _oracle.IsDeadSilo(address);
    }

    /// <summary>Whether a silo of which a record speaks is dead, or so long gone that the membership has forgotten it.</summary>
    /// <param name="silo">A silo's address in parsable form; null is never gone.</param>
    public bool IsGone(string? silo)
    {
        if (silo is null) return false;
        var address = SiloAddress.FromParsableString(silo);
        bool isUnknown = _oracle.GetApproximateSiloStatus(address) == SiloStatus.None;
        return IsDead(silo) || (isUnknown && address.Generation <= _generation); // a later one may be new
    }

    /// <summary>Calls back after each death until disposed, on any thread.</summary>
    public IDisposable Register(Action told)
    {
        var key = new object();
        _listeners[key] = told;
        return new Registration(this, key);
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status != SiloStatus.Dead)
        {
            _seen[updatedSilo] = true;
            return;
        }

        _dead[updatedSilo] = true;
        if (_seen.TryRemove(updatedSilo, out _)) LogDead(_log, updatedSilo);
        foreach (var told in _listeners.Values) told();
    }

    public void Dispose() => _oracle.UnSubscribeFromSiloStatusEvents(this);

    [LoggerMessage(1, LogLevel.Information, "Silo {Address} is dead; its leases are void")]
    private static partial void LogDead(ILogger logger, SiloAddress address);

    private sealed class Registration(SiloDeaths owner, object key) : IDisposable
    {
        public void Dispose() => owner._listeners.TryRemove(key, out _);
    }
}
