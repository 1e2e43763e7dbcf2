namespace IsacCluster.Solvers.Feasibility;

/// <summary>What rounding can make of a sum of weighted outer products and of the Cholesky factorisation that finds it definite.</summary>
internal static class CertificateRounding
{
    private const double UnitRoundoff = 1.1102230246251565e-16;

    /// <summary>
    /// A bound in the 2-norm on the error of I - sum of weighted outer products, and on what a Cholesky factorisation that succeeds may
    /// have missed (Higham 2002, sections 3.1, 3.6 and 10.1; a product of three complex numbers costs less than 8 roundings).
    /// </summary>
    /// <param name="terms">Their number.</param>
    /// <param name="size">Sum of the terms' norms.</param>
    /// <param name="order">Of the matrix.</param>
    public static double Of(int terms, double size, int order) => UnitRoundoff * ((terms + 8) * size + 4.0 * order * (order + 1));
}
