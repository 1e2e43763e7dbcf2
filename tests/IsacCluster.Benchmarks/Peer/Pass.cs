namespace IsacCluster.Benchmarks.Peer;

/// <summary>One run of one solver over all cases.</summary>
/// <param name="Solver">Whose pass it is.</param>
/// <param name="LoadAverage">Of the machine, after the pass.</param>
internal sealed record Pass(string Solver, IReadOnlyList<Solved> Results, string LoadAverage)
{
    public const string Ours = "IsacCluster", Peer = "CVXOPT";
}

/// <summary>One problem of one case as one solver solved it.</summary>
/// <param name="Status">"optimal", or how else it ended.</param>
/// <param name="Value">The optimal value: L(R), squared distance or power.</param>
/// <param name="Milliseconds">Of the solve alone.</param>
internal sealed record Solved(string CaseId, string Problem, string Status, double Value, double Milliseconds)
{
    public const string OptimalStatus = "optimal";

    public bool IsOptimal => Status == OptimalStatus;
}
