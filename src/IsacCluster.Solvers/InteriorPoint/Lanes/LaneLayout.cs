namespace IsacCluster.Solvers.InteriorPoint.Lanes;

/// <summary>Where the rows of a program stand: SINRs, link, powers, pattern, cross-correlation.</summary>
/// <param name="Link">First of the link's.</param>
/// <param name="Powers">First of the powers'.</param>
/// <param name="Pattern">First of those that act on the pattern, the trace's among them.</param>
/// <param name="PatternCount">Their number.</param>
/// <param name="Cross">First of the cross-correlation's.</param>
/// <param name="Count">All rows.</param>
internal readonly record struct LaneLayout(int Link, int Powers, int Pattern, int PatternCount, int Cross, int Count);
