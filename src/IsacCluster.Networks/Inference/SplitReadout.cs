using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Networks.Layouts;
using IsacCluster.Numerics;

namespace IsacCluster.Networks.Inference;

/// <summary>
/// The split read-out (docs/adr/0006-split-readout.md): with ||B||_F^2 = P0, w_l the network's weights as <see cref="SplitWeights"/> raises
/// them, g_l = B^H h_l and the M x L matrix G of the columns w_l g_l / |g_l|, A = G^H G, d = 1e-6 Tr(A) / L,
/// <code>
/// U = G (A + d I)^(-1/2),   C = B U,   S = B (I - U U^H)^(1/2),   so that C C^H + S S^H = B B^H for any weights.
/// </code>
/// With G^H = Q Y, Q unitary and the rows y_i of Y orthogonal, and a_i = |y_i|^2 the eigenvalues of A,
/// <code>
/// U = Y^H diag((a_i + d)^(-1/2)) Q^H,   (I - U U^H)^(1/2) = I - Y^H diag(f_i) Y,   f_i = 1 / (d r_i (1 + r_i)),   r_i = sqrt(1 + a_i / d),
/// </code>
/// where f_i = (1 - sqrt(1 - s_i^2)) / a_i for the singular values s_i of U, written without cancellation: nothing is divided by a
/// small a_i, so users of no or of equal channels do no harm. The rows come from one-sided Jacobi rotations.
/// </summary>
internal sealed class SplitReadout(NetworkArchitecture architecture) : NetworkReadout
{
    private const double Regularisation = 1e-6;
    private readonly BeamRefinement _refinement = new(architecture.Antennas);
    private SplitWeights? _raising;
    private double[] _weights = [], _squaredNorms = [];

    public override Design Design(IsacInstance instance, ReadOnlySpan<float> outputs)
    {
        (int m, int users) = (instance.Antennas, instance.Users);
        int width = NetworkLayout.UserOutputs(architecture);
        ReadOnlySpan<float> ofUsers = outputs[..(users * width)], radar = outputs.Slice(users * width, 2 * m * m),
            steps = outputs[^architecture.Refinements..];
        if (ScaleToPower(radar, 1) is not { } scale || !AllFinite(ofUsers) || !AllFinite(steps)) return Isotropic(instance);
        ComplexMatrix b = Matrix(radar, m, scale);
        if (architecture.Refinements > 0) _refinement.Apply(b, instance, ofUsers, steps);
        double amplitude = Math.Sqrt(instance.Power);
        for (int k = 0; k < b.Data.Length; k++) b.Data[k] *= amplitude;
        PlanarMatrix rows = UnitRows(b, instance.Channel), rotation = new(users, users);
        Weight(instance, rows, ofUsers, width);
        rotation.SetIdentity(1);
        double trace = PlanarMatrix.Inner(rows, rows), shift = Regularisation * trace / users;
        if (!(trace > 0) || !OneSidedJacobi.Orthogonalise(rows, rotation)) return new Design(new ComplexMatrix(m, users), b);
        return Split(b, rows, rotation, shift);
    }

    /// <summary>Multiplies the rows by the weights, relative to the largest, since U does not know their scale.</summary>
    private void Weight(IsacInstance instance, PlanarMatrix rows, ReadOnlySpan<float> ofUsers, int width)
    {
        int users = rows.Rows;
        double largest = double.NegativeInfinity;
        for (int l = 0; l < users; l++) largest = Math.Max(largest, ofUsers[l * width]);
        for (int l = 0; l < users; l++) _weights[l] = Math.Exp(ofUsers[l * width] - largest);
        if (_raising?.Users != users) _raising = new SplitWeights(users);
        _raising.Raise(instance, rows, _squaredNorms.AsSpan(0, users), Regularisation, _weights.AsSpan(0, users));
        for (int l = 0; l < users; l++)
        {
            for (int j = 0; j < rows.Columns; j++) rows[l, j] *= _weights[l];
        }
    }

    /// <summary>Row l is g_l^H / |g_l|, 0 where g_l = 0.</summary>
    private PlanarMatrix UnitRows(ComplexMatrix b, ComplexMatrix channel)
    {
        (int users, int m) = (channel.Rows, channel.Columns);
        if (_weights.Length < users) (_weights, _squaredNorms) = (new double[users], new double[users]);
        var rows = new PlanarMatrix(users, m);
        Span<Complex> g = m <= 64 ? stackalloc Complex[m] : new Complex[m];
        for (int l = 0; l < users; l++)
        {
            // g^H = h^H B.
            g.Clear();
            ReadOnlySpan<Complex> h = channel.Row(l);
            for (int i = 0; i < m; i++)
            {
                Complex factor = Complex.Conjugate(h[i]);
                ReadOnlySpan<Complex> row = b.Row(i);
                for (int j = 0; j < g.Length && j < row.Length; j++) g[j] += factor * row[j];
            }

            double norm = 0;
            foreach (Complex entry in g) norm += entry.Real * entry.Real + entry.Imaginary * entry.Imaginary;
            _squaredNorms[l] = norm;
            if (!(norm > 0)) continue;
            for (int j = 0; j < m; j++) rows[l, j] = g[j] / Math.Sqrt(norm);
        }

        return rows;
    }

    /// <summary>C and S from Y and Q^H; b becomes S.</summary>
    private static Design Split(ComplexMatrix b, PlanarMatrix rows, PlanarMatrix rotation, double shift)
    {
        (int m, int users) = (b.Rows, rows.Rows);
        var c = new ComplexMatrix(m, users);
        Span<Complex> y = m <= 64 ? stackalloc Complex[m] : new Complex[m];
        Span<Complex> image = m <= 64 ? stackalloc Complex[m] : new Complex[m];
        for (int i = 0; i < users; i++)
        {
            double value = 0;
            for (int j = 0; j < m; j++)
            {
                y[j] = rows[i, j];
                value += y[j].Real * y[j].Real + y[j].Imaginary * y[j].Imaginary;
            }

            // B is still whole in the directions of the rows to come: they are orthogonal to those that were taken.
            Multiply(b, y, image);
            double root = Math.Sqrt(1 + value / shift), taken = 1 / (shift * root * (1 + root)), given = 1 / Math.Sqrt(value + shift);
            for (int k = 0; k < m; k++)
            {
                Complex beam = given * image[k], radar = taken * image[k];
                for (int l = 0; l < users; l++) c[k, l] += beam * rotation[i, l];
                Span<Complex> row = b.Row(k);
                for (int j = 0; j < row.Length && j < y.Length; j++) row[j] -= radar * y[j];
            }
        }

        return new Design(c, b);
    }

    /// <summary>B y^H for a row y.</summary>
    private static void Multiply(ComplexMatrix b, ReadOnlySpan<Complex> y, Span<Complex> image)
    {
        for (int k = 0; k < image.Length; k++)
        {
            Complex sum = Complex.Zero;
            ReadOnlySpan<Complex> row = b.Row(k);
            for (int j = 0; j < row.Length && j < y.Length; j++) sum += row[j] * Complex.Conjugate(y[j]);
            image[k] = sum;
        }
    }

    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value)) return false;
        }

        return true;
    }
}
