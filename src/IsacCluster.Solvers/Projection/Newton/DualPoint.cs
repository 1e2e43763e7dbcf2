using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Projection.Newton;

/// <summary>
/// A point (Z, nu, lambda) of the dual of one proximal step, with the primal point that it determines, the value and the gradient.
/// <para>The step is: minimise |R^ - R|^2 + sum_l |X_l - C_l|^2 + eps (|W - W^k|^2 + |t - t^k|^2) over X_l, W >= 0, t >= 0 subject to
/// R^ = sum_l X_l + W (multiplier Z), Tr R^ = 1 (nu), kappa h_l^H X_l h_l - h_l^H R^ h_l - n_l = t_l (lambda_l).
/// Each block minimises the Lagrangian in closed form,</para>
/// <code>
/// R^  = R + (Z - nu I - sum_l lambda_l h_l h_l^H) / 2        X_l = PSD(C_l - (Z - kappa lambda_l h_l h_l^H) / 2)
/// W   = PSD(W^k - Z / (2 eps))                               t_l = max(0, t_l^k - lambda_l / (2 eps))
/// phi = |R^|^2 + sum |X_l|^2 + eps (|W|^2 + |t|^2) + nu - sum_l n_l lambda_l
/// </code>
/// <para>and phi, minus the dual function up to a constant, is convex, unconstrained and once continuously differentiable; its
/// gradient is the residual of the three constraints.</para>
/// </summary>
internal sealed class DualPoint
{
    private readonly PlanarMatrix _work;

    /// <param name="limits">Limits of the power: 1, the trace, or M, the diagonal.</param>
    public DualPoint(int antennas, int users, int limits = 1)
    {
        (Nus, GradientNus) = (new double[limits], new double[limits]);
        (Difference, Z, Covariance) = (new(antennas, antennas), new(antennas, antennas), new(antennas, antennas));
        (Gradient, Radar, _work) = (new(antennas, antennas), new(antennas, antennas), new(antennas, antennas));
        (Lambda, GradientLambda, Slack) = (new double[users], new double[users], new double[users]);
        RadarEigen = new HermitianEigen(antennas);
        BeamEigen = [.. Enumerable.Range(0, users).Select(_ => new HermitianEigen(antennas))];
    }

    /// <summary>Delta = R^ - R.</summary>
    public PlanarMatrix Difference { get; }

    /// <summary>Z, which follows from the coordinates.</summary>
    public PlanarMatrix Z { get; }

    /// <summary>nu of the trace, or of each antenna: diag(nu) then takes the place of nu I.</summary>
    public double[] Nus { get; }

    public double[] Lambda { get; }

    /// <summary>R^.</summary>
    public PlanarMatrix Covariance { get; }

    /// <summary>W.</summary>
    public PlanarMatrix Radar { get; }

    /// <summary>t.</summary>
    public double[] Slack { get; }

    /// <summary>Decomposition of W^k - Z / (2 eps); its positive part is W.</summary>
    public HermitianEigen RadarEigen { get; }

    /// <summary>Decompositions whose positive parts are the X_l.</summary>
    public HermitianEigen[] BeamEigen { get; }

    /// <summary>phi.</summary>
    public double Value { get; private set; }

    /// <summary>R^ - sum_l X_l - W; twice that is d phi / d Delta.</summary>
    public PlanarMatrix Gradient { get; }

    /// <summary>d phi / d nu = 1 - sum_l Tr X_l - Tr W.</summary>
    public double[] GradientNus { get; }

    /// <summary>d phi / d lambda_l = h_l^H X_l h_l / Gamma0 - sum_(j != l) h_l^H X_j h_l - h_l^H W h_l - n_l - t_l.</summary>
    public double[] GradientLambda { get; }

    /// <summary>The Euclidean norm of the gradient.</summary>
    public double GradientNorm()
    {
        double sum = Gradient.SquaredNorm();
        foreach (double g in GradientNus) sum += g * g;
        foreach (double g in GradientLambda) sum += g * g;
        return Math.Sqrt(sum);
    }

    /// <summary>Directional derivative of phi.</summary>
    public double Slope(PlanarMatrix dDifference, ReadOnlySpan<double> dNus, ReadOnlySpan<double> dLambda)
    {
        double sum = 2 * PlanarMatrix.Inner(Gradient, dDifference);
        for (int i = 0; i < dNus.Length; i++) sum += GradientNus[i] * dNus[i];
        for (int l = 0; l < dLambda.Length; l++) sum += GradientLambda[l] * dLambda[l];
        return sum;
    }

    /// <summary>this := from + step * direction.</summary>
    public void MoveFrom(
        DualPoint from, double step, PlanarMatrix dDifference, ReadOnlySpan<double> dNus, ReadOnlySpan<double> dLambda)
    {
        Difference.CopyFrom(from.Difference);
        Difference.Add(step, dDifference);
        for (int i = 0; i < dNus.Length; i++) Nus[i] = from.Nus[i] + step * dNus[i];
        for (int l = 0; l < dLambda.Length; l++) Lambda[l] = from.Lambda[l] + step * dLambda[l];
    }

    /// <summary>Evaluates everything at (Z, nu, lambda); false when a decomposition broke down.</summary>
    public bool Evaluate(ScaledProblem problem, ProximalCentre centre)
    {
        double eps = centre.Weight;
        Covariance.CopyFrom(problem.Covariance);
        Covariance.Add(1, Difference);
        Z.Clear();
        Z.Add(2, Difference);
        AddNus(1, Z);
        for (int l = 0; l < problem.Users; l++) Z.AddOuter(Lambda[l], problem.ChannelRe(l), problem.ChannelIm(l));

        _work.CopyFrom(centre.Radar);
        _work.Add(-0.5 / eps, Z);
        if (!RadarEigen.Decompose(_work.Re, _work.Im)) return false;
        Radar.Clear();
        Value = Covariance.SquaredNorm() + eps * AddPositivePart(RadarEigen, 1, Radar) + PowerTerm(problem);
        Gradient.CopyFrom(Covariance);
        Gradient.Add(-1, Radar);
        if (problem.AntennaShares is not { } shares)
        {
            GradientNus[0] = 1 - Radar.Trace();
        }
        else
        {
            for (int m = 0; m < shares.Length; m++) GradientNus[m] = shares[m] - Radar.Re[m * (Radar.Stride + 1)];
        }

        for (int l = 0; l < problem.Users; l++)
        {
            double slack = Slack[l] = Math.Max(0, centre.Slack[l] - Lambda[l] / (2 * eps));
            GradientLambda[l] = -problem.Noise[l] - slack;
            Value += eps * slack * slack - problem.Noise[l] * Lambda[l];
        }

        SubtractReceived(problem, RadarEigen, user: -1);
        for (int l = 0; l < problem.Users; l++)
        {
            if (!EvaluateUser(problem, l)) return false;
        }

        return double.IsFinite(Value);
    }

    private bool EvaluateUser(ScaledProblem problem, int l)
    {
        _work.Clear();
        _work.Add(-0.5, Z);
        _work.AddOuter(1, problem.BeamRe(l), problem.BeamIm(l));
        _work.AddOuter(problem.SignalFactors[l] * Lambda[l] / 2, problem.ChannelRe(l), problem.ChannelIm(l));
        HermitianEigen eigen = BeamEigen[l];
        if (!eigen.Decompose(_work.Re, _work.Im)) return false;
        Value += AddPositivePart(eigen, -1, Gradient);
        for (int k = eigen.Values.Length - 1; k >= 0 && eigen.Values[k] > 0; k--) SubtractPower(eigen, k);
        SubtractReceived(problem, eigen, l);
        return true;
    }

    /// <summary>target += factor nu I, or factor diag(nu).</summary>
    public void AddNus(double factor, PlanarMatrix target)
    {
        if (Nus.Length == 1)
        {
            target.AddIdentity(factor * Nus[0]);
            return;
        }

        for (int m = 0; m < Nus.Length; m++) target.Re[m * (target.Stride + 1)] += factor * Nus[m];
    }

    /// <summary>nu, or sum_m nu_m P_m / P0.</summary>
    public double PowerTerm(ScaledProblem problem)
    {
        if (problem.AntennaShares is not { } shares) return Nus[0];
        double sum = 0;
        for (int m = 0; m < shares.Length; m++) sum += Nus[m] * shares[m];
        return sum;
    }

    /// <summary>The power of one eigenvector of a positive part, in all or at each antenna.</summary>
    private void SubtractPower(HermitianEigen eigen, int k)
    {
        if (GradientNus.Length == 1)
        {
            GradientNus[0] -= eigen.Values[k];
            return;
        }

        ReadOnlySpan<double> re = eigen.VectorRe(k), im = eigen.VectorIm(k);
        for (int m = 0; m < GradientNus.Length; m++) GradientNus[m] -= eigen.Values[k] * (re[m] * re[m] + im[m] * im[m]);
    }

    /// <summary>
    /// Books what every user receives of one positive part: as signal over Gamma0 for its own user, else as interference.
    /// </summary>
    private void SubtractReceived(ScaledProblem problem, HermitianEigen eigen, int user)
    {
        for (int l = 0; l < problem.Users; l++)
        {
            double received = PositiveQuadraticForm(eigen, problem.ChannelRe(l), problem.ChannelIm(l));
            GradientLambda[l] += l == user ? received / problem.Thresholds[l] : -received;
        }
    }

    /// <summary>target += factor * PSD part; returns its squared norm.</summary>
    public static double AddPositivePart(HermitianEigen eigen, double factor, PlanarMatrix target)
    {
        double squaredNorm = 0;
        for (int k = eigen.Values.Length - 1; k >= 0 && eigen.Values[k] > 0; k--)
        {
            target.AddOuter(factor * eigen.Values[k], eigen.VectorRe(k), eigen.VectorIm(k));
            squaredNorm += eigen.Values[k] * eigen.Values[k];
        }

        return squaredNorm;
    }

    private static double PositiveQuadraticForm(HermitianEigen eigen, ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm)
    {
        double sum = 0;
        for (int k = eigen.Values.Length - 1; k >= 0 && eigen.Values[k] > 0; k--)
        {
            (double re, double im) = PlanarVector.ConjugateDot(eigen.VectorRe(k), eigen.VectorIm(k), xRe, xIm);
            sum += eigen.Values[k] * (re * re + im * im);
        }

        return sum;
    }
}
