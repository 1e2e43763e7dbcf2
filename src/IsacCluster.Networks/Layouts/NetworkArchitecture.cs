using System.Text.Json.Serialization;

namespace IsacCluster.Networks.Layouts;

/// <summary>The graph network of the paper, or its benchmark 3, a fully connected one.</summary>
public enum NetworkKind
{
    Gnn,
    Dnn,
}

public enum Activation
{
    Sigmoid,
    Silu,
    Relu,
    Tanh,
}

/// <summary>How an updating layer joins the vectors that it combines: their sum (Table I) or their concatenation.</summary>
public enum Combination
{
    Sum,
    Concat,
}

/// <summary>What follows each dense block: nothing, or layer normalisation without affine part.</summary>
public enum Normalisation
{
    None,
    Layer,
}

/// <summary>How beams arise from the node vectors.</summary>
public enum Readout
{
    /// <summary>(20) to (23): user nodes give c_l, the radar node gives S, scaled together to Tr R = P0.</summary>
    Direct,

    /// <summary>
    /// The radar node gives B with R = B B^H, user nodes give weights w_l > 0, and the split layer divides R between users and radar
    /// without changing it: docs/adr/0006-split-readout.md.
    /// </summary>
    Split,
}

/// <summary>How the steps behind a split read-out find their way.</summary>
public enum Refinement
{
    /// <summary>Step sizes are read out before R moves: docs/adr/0006-split-readout.md.</summary>
    Open,

    /// <summary>
    /// Closed loop: each step sees the gradient of L(R) and of the SINR shortfalls, <see cref="Isac.Refinement.FeedbackDescent"/>, from the
    /// radar-only covariance; what is read out corrects it. All outputs 0 are the baseline descent.
    /// </summary>
    Feedback,
}

/// <summary>Which scalars of a closed loop the nodes read out.</summary>
public enum DescentScalarChoice
{
    /// <summary>None: the start and the user weights only.</summary>
    Fixed,

    /// <summary>The lengths of the steps and the users' penalties too.</summary>
    Learned,
}

/// <summary>What a user node sees of its channel.</summary>
public enum UserFeatures
{
    /// <summary>The 2M numbers [Re h_l; Im h_l], scaled: the paper's.</summary>
    Channel,

    /// <summary>
    /// The same of e^(-j arg h_l1) h_l, whose first entry is real and not negative: the best covariance does not depend on a channel's
    /// phase, and the paper does not say whether its network sees it.
    /// </summary>
    PhaseNormalised,

    /// <summary>
    /// The M^2 + 1 numbers of h_l h_l^H M / |h_l|^2 (real parts of the lower triangle with diagonal row by row, then imaginary parts of the
    /// strict lower triangle) and ln(P0 |h_l|^2 / (sigma^2 M)): the same for e^(j phi) h_l, as the best covariance is.
    /// </summary>
    Covariance,
}

/// <summary>
/// Everything that fixes the function family of a network. The defaults are the paper's (Zhao et al., Table I, (13) to (23)) but for
/// <see cref="UpdateWidth"/>, with the decisions of docs/adr/0006-split-readout.md. A network serves one M; a GNN serves any L and K, a DNN
/// one of each.
/// </summary>
public sealed record NetworkArchitecture
{
    public NetworkKind Kind { get; init; } = NetworkKind.Gnn;

    /// <summary>M.</summary>
    public int Antennas { get; init; } = 10;

    /// <summary>L of a DNN; a GNN ignores it.</summary>
    public int Users { get; init; } = 2;

    /// <summary>K of a DNN; a GNN ignores it.</summary>
    public int Targets { get; init; } = 3;

    /// <summary>Width of every hidden vector: 128 in Table I, 512 for the DNN.</summary>
    public int Width { get; init; } = 128;

    /// <summary>
    /// Width of the vector inside each block of an updating layer: 64 in Table I, whose blocks there are 128 x 64 x 128. 0: as
    /// <see cref="Width"/>; not in files and identities then, for it came later.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int UpdateWidth { get; init; }

    /// <summary><see cref="UpdateWidth"/> in numbers.</summary>
    [JsonIgnore]
    public int InnerWidth => UpdateWidth == 0 ? Width : UpdateWidth;

    /// <summary>T, updating layers of a GNN; hidden layers of a DNN (4 in the paper).</summary>
    public int Layers { get; init; } = 2;

    public Activation Activation { get; init; } = Activation.Sigmoid;

    public Combination Combination { get; init; } = Combination.Sum;

    /// <summary>Whether an updating layer adds to the node vectors instead of replacing them.</summary>
    public bool Residual { get; init; }

    public Normalisation Normalisation { get; init; } = Normalisation.None;

    /// <summary>
    /// Channel features are InputScale * sqrt(P0) / sigma * h_l, turned or not: never raw h, whose 1e-5 flattens every activation.
    /// Covariance features ignore it.
    /// </summary>
    public double InputScale { get; init; } = 1;

    public UserFeatures UserFeatures { get; init; } = UserFeatures.Channel;

    public Readout Readout { get; init; } = Readout.Direct;

    /// <summary>
    /// Gradient steps on B that are unfolded behind a split read-out, with step sizes from the nodes: docs/adr/0006-split-readout.md. 0 for
    /// the direct one.
    /// </summary>
    public int Refinements { get; init; }

    /// <summary>What the steps see. Not in files and identities where it is the default, which came first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Refinement Refinement { get; init; }

    /// <summary>What of a closed loop is read out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DescentScalarChoice Scalars { get; init; }

    /// <summary>Whether the steps are a closed loop.</summary>
    [JsonIgnore]
    public bool IsClosedLoop => Refinement == Refinement.Feedback;

    /// <summary>
    /// Whether Gamma0 is an input, so that one model serves all thresholds: each user vector gets Gamma0 in dB / 10 as a last entry.
    /// </summary>
    public bool ThresholdInput { get; init; }

    /// <summary>The presets of specifications: paper, tuned, dnn.</summary>
    /// <exception cref="ArgumentException">Not a preset.</exception>
    public static NetworkArchitecture Preset(string name) => name switch
    {
        "paper" => new NetworkArchitecture { UpdateWidth = 64 },
        "tuned" => new NetworkArchitecture
        {
            Width = 64,
            Activation = Activation.Silu,
            Combination = Combination.Concat,
            Residual = true,
            UserFeatures = UserFeatures.Covariance,
            Readout = Readout.Split,
            Refinements = 4,
        },
        "dnn" => new NetworkArchitecture { Kind = NetworkKind.Dnn, Width = 512, Layers = 4 },
        _ => throw new ArgumentException($"'{name}' is not a preset; allowed: {string.Join(", ", PresetNames)}.", nameof(name)),
    };

    public static IReadOnlyList<string> PresetNames { get; } = ["paper", "tuned", "dnn"];
}
