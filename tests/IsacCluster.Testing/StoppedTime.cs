namespace IsacCluster.Testing;

/// <summary>A clock by which nothing lasts.</summary>
public sealed class StoppedTime : TimeProvider
{
    public override long GetTimestamp() => 0;
}
