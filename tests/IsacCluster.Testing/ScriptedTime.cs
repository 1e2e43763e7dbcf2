namespace IsacCluster.Testing;

/// <summary>A clock by which the calls last so many seconds, one after the other.</summary>
/// <param name="durations">Of each call, in s; a call reads the clock when it begins and when it ends.</param>
public sealed class ScriptedTime(long[] durations) : TimeProvider
{
    private long _now, _reading;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp()
    {
        if (_reading++ % 2 == 1) _now += durations[(_reading / 2) - 1];
        return _now;
    }
}
