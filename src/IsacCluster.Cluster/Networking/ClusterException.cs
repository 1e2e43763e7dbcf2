namespace IsacCluster.Cluster.Networking;

/// <summary>A cluster cannot be reached or joined. The message is one line for the user.</summary>
public sealed class ClusterException : Exception
{
    public ClusterException(string message) : base(message) { }

    public ClusterException(string message, Exception inner) : base(message, inner) { }

    public ClusterException() { }

    /// <summary>Whether waiting would not help.</summary>
    public bool IsFinal { get; init; }
}
