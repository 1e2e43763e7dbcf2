using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Sensing;
using IsacCluster.Numerics;
using IsacCluster.Solvers.InteriorPoint.Features;

namespace IsacCluster.Solvers.Criteria;

/// <summary>
/// The Cramer-Rao bound of an extended target's response (<see cref="ResponseCrb"/>) under SINR constraints, for P0 = 1
/// <code>
///   minimise w^2 / 2,  w = Tr V   over X_l >= 0, R = sum_l X_l
///   s.t.  [ R      I / M ]
///         [ I / M  V     ]  >= 0,   powers, SINRs,
/// </code>
/// so that V >= R^-1 / M^2 and w is at least 1. Of a total power the problem is the same after any unitary map that leaves the channels
/// where they are, and Tr R^-1 is strictly convex: R = U R_U U^H + r (I - U U^H) with U a basis of the channels. R_U, V and the X_l then
/// have the order L, and r and its inverse make a block of order 2. Given R the beams are recovered exactly, so the relaxation is tight.
/// Without users R = diag(P_m), or P0 / M I.
/// </summary>
internal sealed class ResponseCrbProgram : CriterionProgram, ICriterionProgram
{
    /// <summary>The block of r, after that of R and V.</summary>
    private const int Rest = 1;

    private readonly double _unit;
    private readonly int _order, _rest;

    public ResponseCrbProgram(ResponseCrb crb, IsacInstance instance, PlanarMatrix channels)
        : base(instance, channels)
    {
        if (instance.AntennaPowers is null) Reduce([]);
        _order = Basis?.Columns ?? Antennas;
        _rest = Antennas - _order;
        _unit = Antennas / (Decibel.ToLinear(crb.EchoSnrDb) * crb.Symbols);
    }

    /// <summary>diag(P_m): [R^-1]_mm is at least 1 / R_mm.</summary>
    public (ComplexMatrix Covariance, double Bound)? ClosedForm
    {
        get
        {
            var covariance = new ComplexMatrix(Antennas, Antennas);
            double inverses = 0;
            for (int m = 0; m < Antennas; m++)
            {
                double share = Shares?[m] ?? 1.0 / Antennas;
                (covariance[m, m], inverses) = (share, inverses + 1 / share);
            }

            return (covariance, _unit * inverses / Antennas / Antennas);
        }
    }

    public FeatureProgram At(CriterionStart start)
    {
        int[] further = _rest > 0 ? [2 * _order, 2] : [2 * _order];
        var parts = new ProgramParts(Basis, Antennas, further);
        AddSinrRows(parts, start.Multipliers);
        for (int i = 0; i < _order; i++)
        {
            AddSame(parts, Unit(i, _order), start.Barrier);
            for (int k = 0; k < i; k++)
            {
                AddSame(parts, Sum(Unit(i, _order), Unit(k, _order), Complex.One), 0);
                AddSame(parts, Sum(Unit(i, _order), Unit(k, _order), Complex.ImaginaryOne), 0);
            }
        }

        FeatureTerm[] above = Squares(parts, 0, 2 * _order, 0, _order), below = Squares(parts, 0, 2 * _order, _order, _order);
        for (int i = 0; i < _order; i++)
        {
            for (int k = 0; k < _order; k++)
            {
                foreach (Complex turn in (Complex[])[Complex.One, Complex.ImaginaryOne])
                {
                    Complex[] sum = Sum(Unit(i, 2 * _order), Unit(_order + k, 2 * _order), turn);
                    double target = i == k && turn == Complex.One ? 2.0 / Antennas : 0;
                    parts.Equal([parts.Square(0, sum), Negative(above[i]), Negative(below[k])], target);
                }
            }
        }

        (PlanarMatrix[] covariances, PlanarMatrix[] blocks) = Load(start);
        if (_rest == 0)
        {
            parts.Minimise(below);
            return parts.Build(blocks.Length, Shares, [], Lifts) with
            {
                Start = [.. blocks, Bordered(covariances)],
                StartSlack = start.Slack,
            };
        }

        FeatureTerm[] scalar = Squares(parts, Rest, 2, 0, 2);
        parts.Equal(
            [parts.Square(Rest, [Complex.One, Complex.One]), Negative(scalar[0]), Negative(scalar[1])], 2.0 / Antennas);
        parts.Minimise([.. below, scalar[1] with { Common = _rest }]);
        return parts.Build(blocks.Length, Shares, [scalar[0] with { Common = _rest }], Lifts) with
        {
            Start = [.. blocks, Bordered(covariances), Scalar(covariances)],
            StartSlack = start.Slack,
        };
    }

    public ComplexMatrix[] Blocks(FeatureMethod method)
    {
        ComplexMatrix[] blocks = [.. Enumerable.Range(0, BlockCount).Select(l => BlockOf(method, l))];
        if (_rest == 0) return blocks;
        // r (I - Q Q^H), which no user sees.
        double level = method.Block(BlockCount + Rest)[0, 0].Real;
        var identity = new PlanarMatrix(_order, _order);
        identity.SetIdentity(-level);
        blocks[0] += FromBasis(identity);
        for (int m = 0; m < Antennas; m++) blocks[0][m, m] += level;
        return blocks;
    }

    public double BoundOf(double outcome) => _unit * Math.Sqrt(Math.Max(0, 2 * outcome));

    /// <summary>v^H R v of R and of the upper left part of W are the same.</summary>
    private void AddSame(ProgramParts parts, Complex[] vector, double barrier) => parts.Equal(
        [parts.Square(ProgramParts.Covariance, vector), parts.Square(0, [.. vector, .. new Complex[_order]], -1)], 0, barrier);

    private static FeatureTerm[] Squares(ProgramParts parts, int block, int size, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(i => parts.Square(block, Unit(i, size)))];

    private static FeatureTerm Negative(FeatureTerm term) => term with { Common = -term.Common };

    private static Complex[] Unit(int index, int size)
    {
        var vector = new Complex[size];
        vector[index] = Complex.One;
        return vector;
    }

    private static Complex[] Sum(Complex[] x, Complex[] y, Complex turn) => [.. x.Zip(y, (a, b) => a + turn * b)];

    /// <summary>R and twice the least V.</summary>
    private PlanarMatrix Bordered(PlanarMatrix[] blocks)
    {
        PlanarMatrix sum = new(_order, _order), inverse = new(_order, _order), result = new(2 * _order, 2 * _order);
        foreach (PlanarMatrix block in blocks) sum.Add(1, block);
        HermitianKernels.TryInvert(sum, inverse);
        double scale = 2.0 / Antennas / Antennas;
        for (int i = 0; i < _order; i++)
        {
            for (int k = 0; k < _order; k++)
                (result[i, k], result[_order + i, _order + k]) = (sum[i, k], scale * inverse[i, k]);
            (result[i, _order + i], result[_order + i, i]) = (1.0 / Antennas, 1.0 / Antennas);
        }

        return result;
    }

    /// <summary>r of what the X_l leave of the power, not too little, and twice its least inverse.</summary>
    private PlanarMatrix Scalar(PlanarMatrix[] blocks)
    {
        double left = 1 - blocks.Sum(block => Enumerable.Range(0, _order).Sum(m => block[m, m].Real));
        double level = Math.Max(left / _rest, 0.1 / Antennas);
        var result = new PlanarMatrix(2, 2);
        (result[0, 0], result[1, 1]) = (level, 2 / level / Antennas / Antennas);
        (result[0, 1], result[1, 0]) = (1.0 / Antennas, 1.0 / Antennas);
        return result;
    }
}
