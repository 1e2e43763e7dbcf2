using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Refinement;
using IsacCluster.Networks.Inference;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Export;

/// <summary>
/// The closed loop of <see cref="FeedbackDescent"/> for one objective, step after step. Instead of eigenvectors it has roots: with
/// K = (A + d I)^(1/2), f(A) = K - d K^-1, and the X with which the split is differentiated is the derivative of f at A along diag(kappa),
/// which stands above the diagonal of f of
/// <code>
///   [A   diag(kappa)]
///   [0   A          ].
/// </code>
/// </summary>
internal sealed class FeedbackGraph
{
    private const double Regularisation = FeedbackDescent.LoopRegularisation;
    private readonly NetworkArchitecture _architecture;
    private readonly DescentStart _start;
    private readonly DescentScalars _scalars;
    private readonly ToeplitzGraph _toeplitz;
    private readonly Tensor _channels, _identity, _users, _targets, _slopes;

    public FeedbackGraph(ProblemInputs inputs, NetworkArchitecture architecture, BeampatternObjective objective, DescentStart start)
    {
        (_architecture, _start, _scalars) = (architecture, start, FeedbackOutputs.Scalars(architecture));
        _toeplitz = new ToeplitzGraph(inputs.Re, architecture.Antennas);
        Tensor scale = inputs.Snr().Sqrt();
        _channels = EmbeddedMatrix.Of(scale * inputs.Re, -(scale * inputs.Im));
        _identity = EmbeddedMatrix.IdentityLike(_channels.MatMul(_channels.Turned()));
        _users = inputs.Noise.Shape().Slice(0, 1, 2).Cast(Onnx.OnnxType.Real64);
        _targets = EmbeddedMatrix.OfRows(Math.Log(10) / 10 * inputs.SinrDb!.Value) + Math.Log(_scalars.Margin);
        _slopes = Slopes(inputs.Re, objective);
    }

    /// <summary>B of power 1, embedded, and ln w_l, (batch, L, 1), after all steps.</summary>
    /// <param name="users">The users' outputs, (batch, L, 1 or 2).</param>
    /// <param name="radar">The radar's, (batch, 1, 2 M^2 and steps).</param>
    public (Tensor B, Tensor LogWeights) Descend(Tensor users, Tensor radar)
    {
        int m = _architecture.Antennas, size = 2 * m * m;
        Tensor says = (users.Apply("Abs").Sum(1, 2) + radar.Apply("Abs").Sum(1, 2)).With("LessOrEqual", users.Number(float.MaxValue));
        (users, radar) = (says.Where(users, users.Number(0)), says.Where(radar, users.Number(0)));
        Tensor logWeights = Bounded(users.Slice(2, 0, 1), FeedbackOutputs.WeightBound);
        bool learned = _architecture.Scalars == DescentScalarChoice.Learned;
        Tensor penalties = _scalars.Penalty * (learned ? Correction(users.Slice(2, 1, 2)) : (0 * logWeights).Exp());
        (Tensor re, Tensor im) = (FeedbackOutputs.StartScale * radar.Slice(2, 0, size)).Halves(2);
        Tensor b = Factor(users) + EmbeddedMatrix.Of(re.Reshape(0, m, m), im.Reshape(0, m, m)), direction = 0 * b;
        b = Normalised(b);
        for (int k = 0; k < _scalars.Steps; k++)
        {
            (Tensor shortfalls, Tensor gradient) = Look(b, logWeights, penalties);
            double reach = -_scalars.Step(k) * (1 - _scalars.Momentum);
            Tensor along = learned ? reach * Correction(radar.Slice(2, size + k, size + k + 1)) : users.Number(reach);
            (b, direction) = Move(b, direction, gradient, along);
            penalties *= (_scalars.Growth(k, 1) - 1) * shortfalls + 1;
            logWeights += _scalars.WeightGain * shortfalls;
            logWeights -= logWeights.Mean(1);
        }

        return (b, logWeights);
    }

    private static Tensor Bounded(Tensor output, double bound) => bound * (1 / bound * output).Apply("Tanh");

    private static Tensor Correction(Tensor output) => Bounded(output, FeedbackOutputs.ScalarBound).Exp();

    private static Tensor Normalised(Tensor b) => b / EmbeddedMatrix.SquaredNorm(b).Sqrt();

    /// <summary>The gradient along the sphere, a step down the averaged direction.</summary>
    private (Tensor B, Tensor Direction) Move(Tensor b, Tensor direction, Tensor gradient, Tensor along)
    {
        Tensor tangential = gradient - 0.5 * (b * gradient).Sum(1, 2) * b;
        Tensor norm = (EmbeddedMatrix.SquaredNorm(tangential) + FeedbackDescent.LeastSquaredNorm).Sqrt();
        Tensor next = _scalars.Momentum * direction + (4 * norm).Apply("Tanh") / norm * tangential;
        return (Normalised(b + along * next), next);
    }

    /// <summary>Shortfalls, (batch, L, 1), and the gradient of f in B.</summary>
    private (Tensor Shortfalls, Tensor Gradient) Look(Tensor b, Tensor logWeights, Tensor penalties)
    {
        Tensor received = _channels.MatMul(b), totals = EmbeddedMatrix.RowNorms(received).Most(SplitState.LeastReceived);
        Tensor root = totals.Sqrt(), unit = received / root, weights = Weights(logWeights), rows = weights * unit;
        Tensor shifted = rows.MatMul(rows.Turned()) + Regularisation * _identity, zeros = 0 * shifted;
        Tensor amplitudes = (_identity * Shares(shifted, _identity)).Sum(2), amplitude = amplitudes / weights;
        Tensor shares = (amplitude * amplitude).Most(SplitState.LeastShare), rest = totals * (1 - shares).Most(0) + 1;
        Tensor shortfalls = (_targets - (shares * totals / rest).Log()).Most(0);
        Tensor factors = EmbeddedMatrix.OfRows(penalties) * shortfalls.With("Greater", shortfalls.Number(0)).Cast(Onnx.OnnxType.Real64);
        Tensor shareSlopes = factors * (1 / shares + totals / rest), totalSlopes = factors / (totals * rest);
        Tensor kappa = 2 * (shareSlopes * amplitudes / (weights * weights));
        Tensor pair = shifted.Beside(2, kappa * _identity).Beside(1, zeros.Beside(2, shifted));
        Tensor coupled = Shares(pair, EmbeddedMatrix.IdentityLike(pair)).Halves(1).First.Halves(2).Second.MatMul(rows);
        Tensor factor = 2 * (weights / root), along = factor * (unit * coupled).Sum(2);
        Tensor ofReceived = factor * coupled + (2 * (totalSlopes * root) - along) * unit;
        Tensor gradient = _toeplitz.Of(_toeplitz.Sums(b).MatMul(_slopes)).MatMul(b) - _channels.Turned().MatMul(ofReceived);
        return (shortfalls.Halves(1).First, gradient);
    }

    /// <summary>f = K - d K^-1 of what has been shifted by d.</summary>
    private Tensor Shares(Tensor shifted, Tensor identity)
    {
        double least = Regularisation / (_architecture.Antennas + 1);
        (Tensor root, Tensor inverse) = EmbeddedMatrix.Roots(shifted, identity, _users + Regularisation, least);
        return root - Regularisation * inverse;
    }

    /// <summary>w_l with mean square 1, for the rows of embedded matrices.</summary>
    private static Tensor Weights(Tensor logWeights)
    {
        Tensor weights = (logWeights - logWeights.Largest(1)).Exp();
        return EmbeddedMatrix.OfRows(weights / (weights * weights).Mean(1).Sqrt());
    }

    private Tensor Factor(Tensor any)
    {
        int m = _architecture.Antennas;
        double[] re = new double[m * m], im = new double[m * m];
        for (int i = 0; i < m * m; i++) (re[i], im[i]) = (_start.Factor[i / m, i % m].Real, _start.Factor[i / m, i % m].Imaginary);
        return EmbeddedMatrix.Of(any.Array(re, 1, m, m), any.Array(im, 1, m, m));
    }

    /// <summary>
    /// From diagonal sums r to the slopes of 2 L(R) / L_0, 2M x 2M: 2 G r / L_0, of which the diagonal counts twice.
    /// </summary>
    private Tensor Slopes(Tensor any, BeampatternObjective objective)
    {
        int m = _architecture.Antennas, width = 2 * m, count = DiagonalSums.Count(m);
        var slopes = new double[width * width];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++) slopes[Place(j) * width + Place(i)] = (i == 0 ? 4 : 2) * objective.Gram[i, j] / _start.Scale;
        }

        return any.Array(slopes, width, width);

        int Place(int index) => index == 0 ? 0 : index % 2 == 1 ? (index + 1) / 2 : m + index / 2;
    }
}
