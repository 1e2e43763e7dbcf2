using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Beampattern;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.InteriorPoint.Blockwise;
using IsacCluster.Solvers.InteriorPoint.Coupled;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// The SDR in the coupled form of <see cref="CoupledProgram"/>, and beams from its solution. Channels h_l = U g_l by Gram-Schmidt; the
/// start is (1 - theta) of the least-power beams a_l plus theta of c (I - U (I - W) U^H) with W = (I + sum q_j g_j g_j^H)^-1 for each user,
/// as in
/// <see cref="InteriorStart"/>.
/// </summary>
internal static class BeamSplit
{
    /// <summary>Least distance of a unit channel from the span of those before it.</summary>
    private const double Dependence = 1e-6;

    /// <param name="channel">Unit channels.</param>
    /// <param name="anchor">Row l is a_l, of total power 1.</param>
    /// <param name="multipliers">q.</param>
    /// <param name="slacks">What a leaves of each row.</param>
    /// <param name="previous">A design to start near, or null.</param>
    /// <returns>Null where channels are nearly dependent or the feasible set is narrow: those keep their own coordinates.</returns>
    public static CoupledProgram? Program(
        GramFactor factor, UnitChannel channel, PlanarMatrix anchor, double[] own, double[] targets, double[] multipliers, double[] slacks,
        Design? previous)
    {
        int users = channel.Users, antennas = channel.Antennas;
        PlanarMatrix columns = SteeringSpan.ToReal(channel.Rows), beams = SteeringSpan.ToReal(anchor), g = new(users, users);
        if (OrthonormalRows.Of(columns, g, Dependence) < users) return null;
        PlanarMatrix gram = SteeringSpan.Gram(g, multipliers, 1), w = new(users, users);
        if (!HermitianKernels.TryInvert(gram, w)) return null;
        double trace = antennas - users, largest = 0;
        for (int a = 0; a < users; a++) trace += w.Re[a * (w.Stride + 1)];
        double scale = 1 / (users * trace);
        var interior = new double[users];
        for (int l = 0; l < users; l++)
        {
            interior[l] = (own[l] - users) * scale * MatrixProducts.Quadratic(w, g, l) - targets[l];
            largest = Math.Max(largest, PlanarKernels.SquaredNorm(beams, l));
        }

        if (InteriorStart.ShareOf(scale, multipliers, slacks, interior) is not double theta
            || theta < InteriorStart.NarrowShare) return null;
        var shares = new PlanarMatrix[users];
        for (int k = 0; k < users; k++) shares[k] = Share(columns, beams, k, w, theta, scale);
        PlanarMatrix covariance = Start(columns, beams, w, theta, scale);
        bool warm = previous is not null && WarmStart.TryMove(previous, columns, g, own, targets, covariance, shares);
        PlanarMatrix diagonal = new(users, users);
        for (int l = 0; l < users; l++) diagonal[l, l] = multipliers[l];
        return new CoupledProgram
        {
            Factor = factor,
            Columns = columns,
            Channels = g,
            Own = own,
            Targets = targets,
            Covariance = covariance,
            IsWarm = warm,
            Shares = shares,
            Multipliers = diagonal,
            Margin = InteriorStart.MarginOf(theta, scale, largest),
        };
    }

    /// <summary>The beams c_l = R U G^-1 C_l g_l / (g_l^H C_l g_l)^1/2 and S from R - sum c_l c_l^H; null if G is singular.</summary>
    public static Design? Recover(CoupledProgram program, CoupledPoint point)
    {
        int users = program.Users, antennas = program.Columns.Columns;
        PlanarMatrix u = program.Columns, r = point.Covariance, applied = new(users, antennas);
        PlanarMatrix inverse = new(users, users), received = new(users, users);
        HermitianKernels.Apply(r, u, applied);
        for (int a = 0; a < users; a++)
        {
            for (int b = 0; b < users; b++) received[a, b] = PlanarKernels.DotConjugate(u, a, applied, b);
        }

        if (!HermitianKernels.TryInvert(received, inverse)) return null;
        var beams = new PlanarMatrix(users, antennas);
        PlanarMatrix g = program.Channels!, part = new(1, users), weights = new(1, users);
        for (int l = 0; l < users; l++)
        {
            part.Clear();
            weights.Clear();
            HermitianKernels.ApplyRow(point.Shares[l], g, l, part, 0);
            double gain = MatrixProducts.Quadratic(point.Shares[l], g, l);
            if (!(gain > 0)) return null;
            HermitianKernels.ApplyRow(inverse, part, 0, weights, 0);
            double root = 1 / Math.Sqrt(gain);
            for (int a = 0; a < users; a++)
                PlanarKernels.AddScaled(new(root * weights.Re[a], root * weights.Im[a]), applied, a, beams, l);
            HermitianKernels.AddOuter(-1, beams, l, r);
        }

        SteeringBasis basis = SteeringBasis.Of(antennas);
        basis.FromReal(r);
        var c = new ComplexMatrix(antennas, users);
        for (int l = 0; l < users; l++) basis.FromReal(beams, l, c);
        return new Design(c, PivotedCholesky.Of(r.ToComplex()));
    }

    private static PlanarMatrix Start(PlanarMatrix columns, PlanarMatrix beams, PlanarMatrix w, double theta, double scale)
    {
        var weights = new double[columns.Rows];
        Array.Fill(weights, 1 - theta);
        double level = theta * scale * columns.Rows;
        PlanarMatrix result = SteeringSpan.Gram(beams, weights, 0), rest = new(columns.Rows, columns.Rows);
        rest.SetIdentity(-level);
        rest.Add(level, w);
        result.Add(1, SteeringSpan.Lifted(columns, rest, level));
        return result;
    }

    private static PlanarMatrix Share(PlanarMatrix columns, PlanarMatrix beams, int user, PlanarMatrix w, double theta, double scale)
    {
        int users = columns.Rows;
        PlanarMatrix share = new(users, users), seen = new(1, users);
        SteeringSpan.Receive(columns, beams, user, seen);
        HermitianKernels.AddOuter(1 - theta, seen, 0, share);
        share.Add(theta * scale, w);
        return share;
    }
}
