namespace IsacCluster.Cluster.Client;

/// <summary>How long a client waits for a cluster, and what it says meanwhile.</summary>
/// <param name="Value">How long no answer may come.</param>
/// <param name="Cause">The likely cause of the silence, one sentence without its full stop; null where nobody can tell.</param>
/// <param name="Waiting">Told once for each silence that lasts, one line; null: nobody is.</param>
/// <param name="IsNamed">Whether somebody asked for just this patience.</param>
internal sealed record ClientPatience(
    TimeSpan Value, Func<Task<string>>? Cause = null, Action<string>? Waiting = null, bool IsNamed = false)
{
    /// <summary>After how long a client says that it waits.</summary>
    public static readonly TimeSpan UntilTold = TimeSpan.FromSeconds(5);

    public static ClientPatience Usual { get; } = new(TimeSpan.FromMinutes(2));
}
