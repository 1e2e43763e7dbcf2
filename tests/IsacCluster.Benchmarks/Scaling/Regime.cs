namespace IsacCluster.Benchmarks.Scaling;

/// <summary>What the SINRs and the solver are set to.</summary>
internal enum Regime
{
    /// <summary>The scenario as it is, as campaigns solve it.</summary>
    Presolved,

    /// <summary>The scenario as it is, without presolve.</summary>
    Iterated,

    /// <summary>Without presolve, and the noise is such that two thirds of P0 are the least that meets the SINRs.</summary>
    Tight,
}
