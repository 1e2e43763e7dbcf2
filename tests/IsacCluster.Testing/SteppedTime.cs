namespace IsacCluster.Testing;

/// <summary>A clock that moves on by one second at every reading, so that every stage lasts exactly one second.</summary>
public sealed class SteppedTime : TimeProvider
{
    private long _timestamp;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => _timestamp++;
}
