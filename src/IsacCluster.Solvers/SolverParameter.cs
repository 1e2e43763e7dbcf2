namespace IsacCluster.Solvers;

/// <summary>A number that a specification may give to a baseline.</summary>
/// <param name="Name">In specifications: first_step.</param>
/// <param name="Least">The least value that is allowed.</param>
/// <param name="Most">The largest.</param>
/// <param name="IsWhole">Whether it is a whole number.</param>
public sealed record SolverParameter(string Name, double Least, double Most, double Default, bool IsWhole = false);
