namespace IsacCluster.Solvers;

/// <summary>
/// The work of the methods' steps in real multiply-adds, to within a small factor, from the numbers of antennas M and users L: what
/// <see cref="SolverOptions.WorkLimit"/> counts and `isac plan` tells.
/// </summary>
internal static class SolveWork
{
    /// <summary>Iterations of an interior-point method that few instances exceed.</summary>
    public const int TypicalIterations = 20;

    /// <summary>Of one positive semidefinite variable of order n with so many features in the Schur complement: an iteration.</summary>
    public static double OfVariable(int order, int features) =>
        order * (60.0 * order * order + 8.0 * order * features + 4.0 * features * features);

    /// <summary>Of a system in so many real unknowns.</summary>
    public static double OfSystem(int unknowns) => (double)unknowns * unknowns * unknowns / 6;

    /// <summary>An iteration with one M x M variable for each user.</summary>
    public static double OfBlockwise(int antennas, int users) =>
        Math.Max(users, 1) * OfVariable(antennas, 2 * antennas - 1 + users) + OfSystem(2 * antennas + users);

    /// <summary>An iteration with one M x M variable for all users.</summary>
    /// <param name="moreRows">Antennas' powers and cross-correlations.</param>
    /// <param name="frequencies">Of the array; null: 2M-1, of a linear one.</param>
    public static double OfCoupled(int antennas, int users, int moreRows = 0, int? frequencies = null)
    {
        int features = frequencies ?? 2 * antennas - 1;
        return OfVariable(antennas, features) + OfSystem(features + 1 + users * users + users + moreRows);
    }

    /// <summary>The L + 1 eigendecompositions of a point of the projection's dual.</summary>
    public static double OfEigenvalues(int antennas, int users) => 30.0 * (users + 1) * antennas * antennas * antennas;

    /// <summary>A conjugate gradient step of the projection.</summary>
    public static double OfConjugateGradientStep(int antennas, int users) => 16.0 * Math.Max(users, 1) * antennas * antennas * antennas;
}
