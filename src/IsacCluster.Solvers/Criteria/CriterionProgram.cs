using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.InteriorPoint.Features;

namespace IsacCluster.Solvers.Criteria;

/// <summary>What the programs of criteria share: users, powers, and coordinates Q of a part of the antennas' space.</summary>
internal abstract class CriterionProgram
{
    /// <summary>Vectors nearer than this to the span of others, relatively, add nothing to it.</summary>
    private const double LeastDistance = 1e-10;

    /// <summary>Noises below this part of P0 are compared with it.</summary>
    private const double LeastScale = 1e-4;

    private readonly PlanarMatrix _channels;
    private readonly double[] _own, _noise;

    /// <param name="channels">Rows are unit channels; none: nobody is served.</param>
    protected CriterionProgram(IsacInstance instance, PlanarMatrix channels)
    {
        (_channels, Antennas, Shares) = (channels, instance.Antennas, instance.AntennaShares());
        _own = [.. Enumerable.Range(0, channels.Rows).Select(l => 1 + 1 / instance.ThresholdOf(l))];
        _noise = channels.Rows == 0 ? [] : new UnitChannel(instance).Noise;
    }

    /// <summary>M.</summary>
    protected int Antennas { get; }

    /// <summary>P_m / P0, or null.</summary>
    protected double[]? Shares { get; }

    /// <summary>Q, or null: the antennas' coordinates.</summary>
    protected PlanarMatrix? Basis { get; private set; }

    /// <summary>One for each user, at least one.</summary>
    protected int BlockCount => Math.Max(1, _channels.Rows);

    /// <summary>x^H A y.</summary>
    protected static Complex Form(Complex[] x, PlanarMatrix a, Complex[] y)
    {
        Complex sum = Complex.Zero;
        for (int i = 0; i < x.Length; i++)
        {
            for (int k = 0; k < y.Length; k++) sum += Complex.Conjugate(x[i]) * a[i, k] * y[k];
        }

        return sum;
    }

    /// <summary>Makes Q a basis of the span of vectors and the channels, unless that is everything.</summary>
    protected void Reduce(IEnumerable<Complex[]> vectors)
    {
        var columns = new List<Complex[]>();
        foreach (Complex[] vector in vectors.Concat(Enumerable.Range(0, _channels.Rows).Select(Channel)))
        {
            Complex[] rest = [.. vector];
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (Complex[] column in columns)
                {
                    Complex inner = Inner(column, rest);
                    for (int m = 0; m < rest.Length; m++) rest[m] -= inner * column[m];
                }
            }

            double norm = Math.Sqrt(Inner(rest, rest).Real);
            if (norm > LeastDistance) columns.Add([.. rest.Select(entry => entry / norm)]);
        }

        if (columns.Count >= Antennas) return;
        Basis = new PlanarMatrix(Antennas, columns.Count);
        for (int m = 0; m < Antennas; m++)
        {
            for (int k = 0; k < columns.Count; k++) Basis[m, k] = columns[k][m];
        }
    }

    /// <summary>(1 + 1/Gamma_l) h_l^H X_l h_l - h_l^H R h_l at least n_l.</summary>
    protected void AddSinrRows(ProgramParts parts, double[]? multipliers)
    {
        if (_own.Length == 0) return;
        int first = 0;
        for (int l = 0; l < _own.Length; l++)
        {
            int feature = parts.Feature(ProgramParts.Covariance, parts.InBasis(Channel(l)));
            if (l == 0) first = feature;
        }

        FeatureRow[] rows = SinrRows.Of(first, _own, _noise);
        double[] barrier = multipliers ?? SinrRows.Barrier(_own);
        for (int l = 0; l < rows.Length; l++) parts.AtLeast(rows[l].Terms, _noise[l], Math.Max(_noise[l], LeastScale), barrier[l]);
    }

    /// <summary>T_l of a narrow start, or null; <see cref="BlockOf"/> takes them back.</summary>
    protected PlanarMatrix[]? Lifts { get; private set; }

    /// <summary>The start's X_l in the basis, and the blocks of the program.</summary>
    protected (PlanarMatrix[] Covariances, PlanarMatrix[] Blocks) Load(CriterionStart start)
    {
        PlanarMatrix[] covariances = [.. start.Blocks.Select(InBasis)];
        Lifts = start.IsNarrow ? [.. covariances.Select(Factor)] : null;
        return (covariances, Lifts is null ? covariances : [.. Lifts.Select(static lift => Identity(lift.Columns))]);
    }

    /// <summary>X_l of the best iterate in the antennas' coordinates.</summary>
    protected ComplexMatrix BlockOf(FeatureMethod method, int user)
    {
        PlanarMatrix block = method.Block(user);
        if (Lifts is null) return FromBasis(block);
        ComplexMatrix whole = Lifts[user].ToComplex() * block.ToComplex() * Adjoint(Lifts[user]);
        var result = new PlanarMatrix(whole.Rows, whole.Columns);
        result.CopyFrom(whole, 1);
        return FromBasis(result);
    }

    private static PlanarMatrix Factor(PlanarMatrix a)
    {
        PlanarMatrix upper = new(a.Rows, a.Rows), lower = new(a.Rows, a.Rows);
        if (!HermitianKernels.Cholesky(a, upper)) return Identity(a.Rows);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int k = 0; k <= i; k++) lower[i, k] = Complex.Conjugate(upper[k, i]);
        }

        return lower;
    }

    private static PlanarMatrix Identity(int order)
    {
        var result = new PlanarMatrix(order, order);
        result.SetIdentity(1);
        return result;
    }

    /// <summary>Q^H A Q.</summary>
    private PlanarMatrix InBasis(ComplexMatrix a)
    {
        int order = Basis?.Columns ?? Antennas;
        var result = new PlanarMatrix(order, order);
        ComplexMatrix whole = Basis is null ? a : Adjoint(Basis) * a * Basis.ToComplex();
        for (int i = 0; i < order; i++)
        {
            for (int k = 0; k < order; k++) result[i, k] = (whole[i, k] + Complex.Conjugate(whole[k, i])) / 2;
        }

        return result;
    }

    /// <summary>Q A Q^H.</summary>
    protected ComplexMatrix FromBasis(PlanarMatrix a)
    {
        if (Basis is null) return a.ToComplex();
        return Basis.ToComplex() * a.ToComplex() * Adjoint(Basis);
    }

    private static ComplexMatrix Adjoint(PlanarMatrix a)
    {
        var result = new ComplexMatrix(a.Columns, a.Rows);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int k = 0; k < a.Columns; k++) result[k, i] = Complex.Conjugate(a[i, k]);
        }

        return result;
    }

    private static Complex Inner(Complex[] x, Complex[] y)
    {
        Complex sum = Complex.Zero;
        for (int m = 0; m < x.Length; m++) sum += Complex.Conjugate(x[m]) * y[m];
        return sum;
    }

    private Complex[] Channel(int user) => [.. Enumerable.Range(0, Antennas).Select(m => _channels[user, m])];
}
