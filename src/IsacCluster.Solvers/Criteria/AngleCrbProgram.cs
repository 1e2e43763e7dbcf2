using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Sensing;
using IsacCluster.Numerics;
using IsacCluster.Solvers.InteriorPoint.Features;

namespace IsacCluster.Solvers.Criteria;

/// <summary>
/// The Cramer-Rao bound of one angle (<see cref="AngleCrb"/>) under SINR constraints. With the unit vectors a and s along a(theta) and a',
/// which are orthogonal, J(R) / (D M) = a^H R a + s^H R s - |a^H R s|^2 / a^H R a is a Schur complement, so that its inverse z, at least 1
/// for P0 = 1, is the least with
/// <code>
///   minimise z^2 / 2   over X_l >= 0, R = sum_l X_l
///   s.t.  W = [ a^H R a + s^H R s   a^H R s   1 ]
///             [ s^H R a             a^H R a   0 ]  >= 0,   powers, SINRs
///             [ 1                   0         z ]
/// </code>
/// Nothing but the span of a, s and the channels matters where the power is a total: the X_l then have the order min(M, L + 2). Given R the
/// beams are recovered exactly, so the relaxation is tight. Without users R = P0 a a^H reaches z = 1, and so it does wherever it serves
/// them.
/// </summary>
internal sealed class AngleCrbProgram : CriterionProgram, ICriterionProgram
{
    private static readonly Complex[] First = [1, 0, 0], Second = [0, 1, 0], Third = [0, 0, 1];

    private readonly Complex[] _along, _across;
    private readonly double _unit;

    /// <param name="channels">Rows are unit channels; none: nobody is served.</param>
    public AngleCrbProgram(AngleCrb crb, IsacInstance instance, PlanarMatrix channels)
        : base(instance, channels)
    {
        (Complex[] steering, Complex[] slope, double squared) =
            PointTarget.Response(new Direction(crb.TargetDeg), instance.Objective.Array);
        _along = [.. steering.Select(entry => entry / Math.Sqrt(instance.Antennas))];
        _across = [.. slope.Select(entry => entry / Math.Sqrt(squared))];
        _unit = 1 / (2 * Decibel.ToLinear(crb.EchoSnrDb) * crb.Symbols * instance.Antennas * squared);
        if (instance.AntennaPowers is null) Reduce([_along, _across]);
    }

    /// <summary>a a^H, of a total power or equal ones.</summary>
    public (ComplexMatrix Covariance, double Bound)? ClosedForm
    {
        get
        {
            if (Shares is { } shares && shares.Any(share => share != shares[0])) return null;
            var covariance = new ComplexMatrix(Antennas, Antennas);
            for (int m = 0; m < Antennas; m++)
            {
                for (int k = 0; k < Antennas; k++) covariance[m, k] = _along[m] * Complex.Conjugate(_along[k]);
            }

            return (covariance, BoundOf(0.5));
        }
    }

    public FeatureProgram At(CriterionStart start)
    {
        var parts = new ProgramParts(Basis, Antennas, 3);
        AddSinrRows(parts, start.Multipliers);
        Complex[] a = parts.InBasis(_along), s = parts.InBasis(_across);
        FeatureTerm lit = parts.Square(ProgramParts.Covariance, a), mixed = parts.Square(ProgramParts.Covariance, s);
        parts.Equal([lit, mixed, parts.Square(0, First, -1)], 0, start.Barrier);
        parts.Equal([lit, parts.Square(0, Second, -1)], 0, start.Barrier);
        parts.Equal([.. parts.Real(ProgramParts.Covariance, a, s), .. parts.Real(0, First, Second, -1)], 0);
        parts.Equal([.. parts.Imaginary(ProgramParts.Covariance, a, s), .. parts.Imaginary(0, First, Second, -1)], 0);
        parts.Equal(parts.Real(0, First, Third), 1);
        parts.Equal(parts.Real(0, Second, Third), 0);
        parts.Equal(parts.Imaginary(0, Second, Third), 0);
        parts.Minimise([parts.Square(0, Third)]);
        (PlanarMatrix[] covariances, PlanarMatrix[] blocks) = Load(start);
        return parts.Build(blocks.Length, Shares, [], Lifts) with
        {
            Start = [.. blocks, Bordered(covariances, a, s)],
            StartSlack = start.Slack,
        };
    }

    public ComplexMatrix[] Blocks(FeatureMethod method) => [.. Enumerable.Range(0, BlockCount).Select(l => BlockOf(method, l))];

    public double BoundOf(double outcome) => _unit * Math.Sqrt(Math.Max(0, 2 * outcome));

    /// <summary>W of R with twice the least z.</summary>
    private static PlanarMatrix Bordered(PlanarMatrix[] blocks, Complex[] a, Complex[] s)
    {
        double lit = blocks.Sum(block => Form(a, block, a).Real), mixed = blocks.Sum(block => Form(s, block, s).Real);
        Complex cross = blocks.Aggregate(Complex.Zero, (sum, block) => sum + Form(a, block, s));
        double information = lit + mixed - (cross * Complex.Conjugate(cross)).Real / lit;
        var result = new PlanarMatrix(3, 3);
        (result[0, 0], result[1, 1], result[2, 2]) = (lit + mixed, lit, 2 / information);
        (result[0, 1], result[1, 0]) = (cross, Complex.Conjugate(cross));
        (result[0, 2], result[2, 0]) = (Complex.One, Complex.One);
        return result;
    }
}
