using System.Runtime.CompilerServices;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Refinement;

namespace IsacCluster.Solvers.Presolve;

/// <summary>Where descents start: the radar-only optimum of an objective, made once and shared between threads.</summary>
public static class RadarStart
{
    private static readonly ConditionalWeakTable<BeampatternObjective, DescentStart> Cache = [];

    /// <summary>The start of an objective; thread-safe.</summary>
    public static DescentStart Of(BeampatternObjective objective) =>
        Cache.GetValue(objective, static key => new DescentStart(key, RadarOptimum.Of(key).Factor.Gram()));
}
