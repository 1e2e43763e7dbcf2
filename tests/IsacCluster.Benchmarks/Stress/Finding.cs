namespace IsacCluster.Benchmarks.Stress;

/// <summary>What a solver's answer turned out to be when it was checked without the solver.</summary>
internal enum Verdict
{
    /// <summary>Optimal, the design meets its constraints, and the gap is at most 1e-8.</summary>
    CertifiedTightly,

    /// <summary>Optimal, the design meets its constraints, and the gap is at most 1e-6.</summary>
    Certified,

    /// <summary>Optimal, the design meets its constraints; the solver is a heuristic or closed form that states no gap.</summary>
    Feasible,

    /// <summary>A design of the whole power that claims neither optimality nor that every threshold is met.</summary>
    ClaimsNothing,

    /// <summary>Infeasible, and the certificate proves it.</summary>
    ProvedInfeasible,

    /// <summary>Anything else.</summary>
    Unexplained,
}

/// <summary>One solver on one instance.</summary>
/// <param name="Detail">What is wrong with an unexplained outcome; the gap of one that is certified, but not tightly.</param>
internal readonly record struct Finding(int Id, string Solver, Verdict Verdict, string Detail, double Milliseconds);
