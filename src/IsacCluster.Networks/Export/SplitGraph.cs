using IsacCluster.Networks.Onnx;

namespace IsacCluster.Networks.Export;

/// <summary>
/// The division of R = B B^H of <see cref="Inference.SplitReadout"/> with the weights of <see cref="Inference.SplitWeights"/>. Instead of
/// rotations it has roots: with G the columns w_l g_l / |g_l|, A = G^H G, K = (A + d I)^(1/2), d = 1e-6 Tr(A) / L or another part of it,
/// <code>
/// U = G K^-1,   (I - U U^H)^(1/2) = I - G K^-1 (sqrt(d) I + K)^-1 G^H.
/// </code>
/// </summary>
internal sealed class SplitGraph
{
    private const double Tiny = 1e-300;
    private readonly Tensor _unit, _needed, _identity, _users;
    private readonly double _least, _regularisation;
    private readonly int _rounds;

    /// <param name="b">With power P0, embedded.</param>
    /// <param name="mostUsers">L at most.</param>
    /// <param name="regularisation">d L / Tr(A).</param>
    /// <param name="rounds">How often weights are judged, one more than they are raised.</param>
    /// <param name="margin">Above Gamma0 by this part.</param>
    public SplitGraph(
        ProblemInputs inputs, Tensor b, int mostUsers, double regularisation = 1e-6, int rounds = 9, double margin = 0)
    {
        Beams = b;
        (_regularisation, _rounds) = (regularisation, rounds);
        _least = regularisation / (mostUsers + 1);
        Tensor received = EmbeddedMatrix.Of(inputs.Re, -inputs.Im).MatMul(b), norms = EmbeddedMatrix.RowNorms(received);
        _unit = received / norms.Most(Tiny).Sqrt();
        _identity = EmbeddedMatrix.IdentityLike(_unit.MatMul(_unit.Turned()));
        _users = inputs.Noise.Shape().Slice(0, 1, 2).Cast(OnnxType.Real64);
        Tensor linear = (1 + margin) * (Math.Log(10) / 10 * inputs.SinrDb!.Value).Exp();
        _needed = EmbeddedMatrix.OfRows(linear / (linear + 1)) * (EmbeddedMatrix.OfRows(inputs.Noise) / norms + 1);
    }

    private Tensor Beams { get; }

    /// <summary>C and S, embedded.</summary>
    /// <param name="logWeights">ln w_l, (batch, L, 1).</param>
    public (Tensor C, Tensor S) Designs(Tensor logWeights)
    {
        Tensor weights = Raised(EmbeddedMatrix.OfRows((logWeights - logWeights.Largest(1)).Exp())), rows = weights * _unit;
        Tensor mean = (EmbeddedMatrix.SquaredNorm(rows) / _users).Most(Tiny);
        (Tensor root, Tensor inverse) = Roots(rows.MatMul(rows.Turned()) / mean);
        double shift = Math.Sqrt(_regularisation);
        Tensor other = EmbeddedMatrix.Inverse(root + shift * _identity, _identity, _users.Sqrt() + 2 * shift, Math.Sqrt(_least));
        Tensor images = Beams.MatMul(rows.Turned());
        return (images.MatMul(inverse) / mean.Sqrt(), Beams - images.MatMul(inverse.MatMul(other)).MatMul(rows) / mean);
    }

    /// <summary>
    /// Multiplies by needed over received share, round after round; per problem the round whose worst user is best. The rounds end when no
    /// problem of the batch needs another one.
    /// </summary>
    private Tensor Raised(Tensor start)
    {
        Tensor gram = _unit.MatMul(_unit.Turned()), one = start.Number(1);
        Tensor active = _needed.Largest(1).With("Less", one), best = Whole(active).Cast(OnnxType.Real64) + double.MaxValue;
        OnnxValue[] last = start.Graph.Loop(
            _rounds, Any(active).Value,
            [(start.Value, OnnxType.Real64), (start.Value, OnnxType.Real64), (best.Value, OnnxType.Real64), (active.Value, OnnxType.Truth)],
            (graph, values) =>
            {
                Tensor Of(int i) => new(graph, values[i]);
                Tensor ratios = Ratios(gram.In(graph), Of(1)), worst = ratios.Largest(1);
                Tensor better = Of(3).With("And", worst.With("Less", Of(2)));
                Tensor kept = better.Where(Of(1), Of(0)), least = better.Where(worst, Of(2));
                Tensor goesOn = Of(3).With("And", worst.With("Greater", one.In(graph)));
                return (Any(goesOn).Value, [kept.Value, (Of(1) * ratios).Value, least.Value, goesOn.Value]);
            });
        return new Tensor(start.Graph, last[0]);
    }

    private static Tensor Whole(Tensor truth) => truth.Cast(OnnxType.Whole64);

    private static Tensor Any(Tensor truth)
    {
        Tensor most = Whole(truth).Apply("ReduceMax", ("keepdims", 0));
        return most.Cast(OnnxType.Truth);
    }

    /// <summary>Needed over received share, s_l = (((A + d I)^1/2 - d (A + d I)^-1/2)_ll / w_l)^2.</summary>
    private Tensor Ratios(Tensor gram, Tensor weights)
    {
        Tensor users = _users.In(weights.Graph), identity = _identity.In(weights.Graph);
        Tensor mean = 0.5 * (weights * weights).Sum(1) / users;
        (Tensor root, Tensor inverse) = Roots(weights * gram * weights.Turned() / mean);
        Tensor amplitude = mean.Sqrt() * (identity * (root - _regularisation * inverse)).Sum(2) / weights;
        return _needed.In(weights.Graph) / (amplitude * amplitude);
    }

    /// <summary>(A + 1e-6 I)^(+-1/2) of A with trace L.</summary>
    private (Tensor Root, Tensor Inverse) Roots(Tensor a)
    {
        Tensor identity = _identity.In(a.Graph);
        return EmbeddedMatrix.Roots(a + _regularisation * identity, identity, _users.In(a.Graph) + _regularisation, _least);
    }
}
