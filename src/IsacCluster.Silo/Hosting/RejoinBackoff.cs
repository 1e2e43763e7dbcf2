using System.Security.Cryptography;

namespace IsacCluster.Silo.Hosting;

/// <summary>
/// How long a silo that had to leave its cluster waits before it joins again: 1 s, doubled with every stay of less than a minute up to a
/// minute, and of that a drawn part from half on, so that silos which left together do not come back together.
/// </summary>
internal sealed class RejoinBackoff
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private const int Parts = 1000;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private TimeSpan _next = Shortest;

    /// <param name="stayed">How long the silo was a member; nothing where it could not join.</param>
    public TimeSpan Next(TimeSpan stayed)
    {
        if (stayed >= Longest) _next = Shortest;
        TimeSpan whole = _next;
        _next = whole + whole < Longest ? whole + whole : Longest;
        return whole * (RandomNumberGenerator.GetInt32(Parts / 2, Parts + 1) / (double)Parts);
    }
}
