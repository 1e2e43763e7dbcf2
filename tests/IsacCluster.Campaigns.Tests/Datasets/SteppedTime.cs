namespace IsacCluster.Campaigns.Tests.Datasets;

/// <summary>A clock that moves on by one second at every reading, so that every stage lasts exactly one second.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private long _timestamp;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => _timestamp++;
}
