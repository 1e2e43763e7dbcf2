using System.Numerics;
using IsacCluster.Numerics;
using IsacCluster.Solvers.InteriorPoint.Features;

namespace IsacCluster.Solvers.Criteria;

/// <summary>
/// Collects the features and rows of a <see cref="FeatureProgram"/> whose first blocks X_l share their features and are seen through R =
/// sum_l X_l (and, in SINR rows, alone), and whose further blocks W have features of their own. With z = x^H A y,
/// <code>
///   4 Re z = (x + y)^H A (x + y) - (x - y)^H A (x - y),    4 Im z = (x - j y)^H A (x - j y) - (x + j y)^H A (x + j y)
/// </code>
/// </summary>
/// <param name="basis">Q with orthonormal columns, R = Q (.) Q^H; null: the antennas' coordinates.</param>
/// <param name="antennas">M.</param>
/// <param name="further">Orders of the further blocks.</param>
internal sealed class ProgramParts(PlanarMatrix? basis, int antennas, params int[] further)
{
    /// <summary>In place of the number of a further block: R.</summary>
    public const int Covariance = -1;

    private readonly List<(int Block, Complex[] Vector)> _features = [];
    private readonly List<(FeatureRow Row, double Barrier)> _inequalities = [], _equations = [];
    private readonly List<FeatureRow> _objective = [];

    /// <summary>The order of the X_l.</summary>
    public int Order => basis?.Columns ?? antennas;

    /// <summary>Q^H v, or v.</summary>
    public Complex[] InBasis(Complex[] vector)
    {
        if (basis is null) return vector;
        var result = new Complex[basis.Columns];
        for (int k = 0; k < result.Length; k++)
        {
            for (int m = 0; m < vector.Length; m++) result[k] += Complex.Conjugate(basis[m, k]) * vector[m];
        }

        return result;
    }

    /// <summary>The feature of a vector in the block's coordinates.</summary>
    public int Feature(int block, Complex[] vector)
    {
        _features.Add((block, vector));
        return _features.Count - 1;
    }

    /// <summary>factor v^H A v of a block.</summary>
    public FeatureTerm Square(int block, Complex[] vector, double factor = 1) => new(Feature(block, vector), factor);

    /// <summary>factor Re x^H A y.</summary>
    public FeatureTerm[] Real(int block, Complex[] x, Complex[] y, double factor = 1) => Polarised(block, x, y, Complex.One, factor);

    /// <summary>factor Im x^H A y.</summary>
    public FeatureTerm[] Imaginary(int block, Complex[] x, Complex[] y, double factor = 1) =>
        Polarised(block, x, y, -Complex.ImaginaryOne, factor);

    /// <summary>A row that is at least its target.</summary>
    public void AtLeast(FeatureTerm[] terms, double target, double scale, double barrier) =>
        _inequalities.Add((new FeatureRow(terms, target, scale), barrier));

    /// <summary>A row that equals its target.</summary>
    public void Equal(FeatureTerm[] terms, double target, double barrier = 0) =>
        _equations.Add((new FeatureRow(terms, target, 1), barrier));

    /// <summary>A term w_i = terms - target of the objective 1/2 ||w||^2.</summary>
    public void Minimise(FeatureTerm[] terms, double target = 0) => _objective.Add(new FeatureRow(terms, target, 1));

    /// <summary>The program; the powers' rows come last.</summary>
    /// <param name="blocks">The number of X_l.</param>
    /// <param name="shares">P_m / P0 for each antenna, or null: Tr R plus the further terms is 1.</param>
    /// <param name="powerElsewhere">Such terms of the total power.</param>
    /// <param name="lifts">T_l with X_l = T_l X'_l T_l^H, or null: the X_l themselves.</param>
    public FeatureProgram Build(int blocks, double[]? shares, FeatureTerm[] powerElsewhere, PlanarMatrix[]? lifts = null)
    {
        int order = Order, plain = _features.Count;
        FeatureRow[] powers = shares is null
            ? [new([.. Enumerable.Range(0, order).Select(m => new FeatureTerm(plain + m, 1)), .. powerElsewhere], 1, 1)]
            : [.. shares.Select((share, m) => new FeatureRow([new FeatureTerm(plain + m, 1)], share, share))];
        PlanarMatrix shared = Matrix(Covariance, order, plain + order);
        for (int m = 0; m < order; m++) shared[m, plain + m] = Complex.One;
        return new FeatureProgram
        {
            Features =
            [
                .. lifts?.Select(lift => Lifted(lift, shared)) ?? Enumerable.Repeat(shared, blocks),
                .. further.Select((size, f) => Matrix(f, size, plain + order)),
            ],
            IsFull = [.. Enumerable.Repeat(lifts is null, blocks), .. further.Select(static _ => false)],
            Units = order,
            Rows = [.. _inequalities.Select(static pair => pair.Row), .. _equations.Select(static pair => pair.Row), .. powers],
            Slacks = _inequalities.Count,
            Pattern = [.. _objective],
            Offset = [.. _objective.Select(static row => row.Target)],
            Start = [],
            Barrier =
            [
                .. _inequalities.Select(static pair => pair.Barrier), .. _equations.Select(static pair => pair.Barrier),
                .. powers.Select(static _ => -1.0),
            ],
        };
    }

    /// <summary>T^H Phi.</summary>
    private static PlanarMatrix Lifted(PlanarMatrix lift, PlanarMatrix features)
    {
        PlanarMatrix adjoint = new(lift.Columns, lift.Rows), result = new(lift.Columns, features.Columns);
        HermitianKernels.Adjoint(lift, adjoint);
        MatrixProducts.Multiply(adjoint, features, result);
        return result;
    }

    private FeatureTerm[] Polarised(int block, Complex[] x, Complex[] y, Complex turn, double factor) =>
    [
        Square(block, [.. x.Zip(y, (a, b) => a + turn * b)], factor / 4),
        Square(block, [.. x.Zip(y, (a, b) => a - turn * b)], -factor / 4),
    ];

    /// <summary>The columns that are features of a block; the others are zero.</summary>
    private PlanarMatrix Matrix(int block, int rows, int columns)
    {
        var result = new PlanarMatrix(rows, columns);
        for (int k = 0; k < _features.Count; k++)
        {
            if (_features[k].Block != block) continue;
            for (int m = 0; m < rows; m++) result[m, k] = _features[k].Vector[m];
        }

        return result;
    }
}
