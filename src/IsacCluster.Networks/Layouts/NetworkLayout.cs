namespace IsacCluster.Networks.Layouts;

/// <summary>A dense layer y = W x + b: W is Outputs x Inputs (row-major, as in PyTorch), named Name.weight and Name.bias.</summary>
public sealed record DenseShape(string Name, int Inputs, int Outputs)
{
    public int ParameterCount => (Inputs + 1) * Outputs;
}

/// <summary>
/// The dense layers of an architecture in their fixed order: the order of the parameters in the flat vector that training keeps and of
/// the tensors in a model file. With sigma the activation, MLP_ab(x) = sigma(W_b sigma(W_a x + b_a) + b_b), W the width, inside
/// the blocks of updating layers the update width:
/// <code>
/// GNN (13)-(23)                                                                       layers
/// u_l = MLP(user features of h_l [, Gamma0/10 dB])         t = mean_k MLP([Re a_k; Im a_k])     user_in.0/1, target_in.0/1
/// z_l = MLP(u_l + t)                                    r = MLP(mean_l u_l + t)              user_mix.0/1, radar_mix.0/1
/// per updating layer i = 0..T-1: m_l = MLP(z_l), s = MLP(r)                                  update.i.user_message.0/1,
///                                                                                          update.i.radar_message.0/1
///   z_l := [z_l +] MLP(z_l (+) s (+) max_(j != l) m_j)                                       update.i.user_combine.0/1
///   r   := [r +] MLP(s (+) mean_l m_l)                                                       update.i.radar_combine.0/1
/// direct: c_l = user_out z_l (M real, M imaginary parts), S = radar_out r (M x M real parts row by row, then imaginary parts)
/// split:  [ln w_l, ln b_l1, c_l1, ln b_l2, ...] = user_out z_l, [B (as S), ln a_1, ln a_2, ...] = radar_out r;
///         a, b, c are the steps of the refinements
/// closed loop: [ln w_l [, delta ln rho_l]] = user_out z_l, [Delta (as S) [, delta ln eta_1, delta ln eta_2, ...]] = radar_out r, in
///         brackets where the scalars are learned; corrections to a descent from the radar-only factor
/// </code>
/// (+) is the sum or the concatenation, in the order written. The maximum over no user (L = 1) is 0. The two read-out layers are linear.
/// A DNN maps [features of h_1; ...; of h_L; a_1; ...; a_K] (a_k: real then imaginary parts [, Gamma0/10 dB last]) through
/// hidden.0..Layers-1 with the activation and the linear layer out to [c_1; ...; c_L; S] (direct) or what the nodes say together (split).
/// With layer normalisation each MLP's output x becomes (x - mean) / sqrt(var + 1e-5); for a DNN each hidden layer's.
/// </summary>
public static class NetworkLayout
{
    public static IReadOnlyList<DenseShape> Of(NetworkArchitecture a)
    {
        ArgumentNullException.ThrowIfNull(a);
        var layers = new List<DenseShape>();
        int m = a.Antennas, w = a.Width, threshold = a.ThresholdInput ? 1 : 0;
        if (a.Kind == NetworkKind.Dnn)
        {
            int inputs = UserInputs(a) * a.Users + 2 * m * a.Targets + threshold;
            for (int k = 0; k < a.Layers; k++) layers.Add(new DenseShape($"hidden.{k}", k == 0 ? inputs : w, w));
            layers.Add(new DenseShape("out", a.Layers == 0 ? inputs : w, a.Users * UserOutputs(a) + RadarOutputs(a)));
            return layers;
        }

        void Mlp(string name, int inputs, int inner)
        {
            layers.Add(new DenseShape(name + ".0", inputs, inner));
            layers.Add(new DenseShape(name + ".1", inner, w));
        }

        Mlp("user_in", UserInputs(a) + threshold, w);
        Mlp("target_in", 2 * m, w);
        Mlp("user_mix", w, w);
        Mlp("radar_mix", w, w);
        bool concat = a.Combination == Combination.Concat;
        for (int i = 0; i < a.Layers; i++)
        {
            Mlp($"update.{i}.user_message", w, a.InnerWidth);
            Mlp($"update.{i}.radar_message", w, a.InnerWidth);
            Mlp($"update.{i}.user_combine", concat ? 3 * w : w, a.InnerWidth);
            Mlp($"update.{i}.radar_combine", concat ? 2 * w : w, a.InnerWidth);
        }

        layers.Add(new DenseShape("user_out", w, UserOutputs(a)));
        layers.Add(new DenseShape("radar_out", w, RadarOutputs(a)));
        return layers;
    }

    /// <summary>Length of a user's features, without the threshold.</summary>
    public static int UserInputs(NetworkArchitecture a) =>
        a.UserFeatures == UserFeatures.Covariance ? a.Antennas * a.Antennas + 1 : 2 * a.Antennas;

    /// <summary>Numbers read out for a user: 2M (direct), or ln w_l and two steps for each refinement.</summary>
    public static int UserOutputs(NetworkArchitecture a) => a switch
    {
        { Readout: Readout.Direct } => 2 * a.Antennas,
        { IsClosedLoop: true } => a.Scalars == DescentScalarChoice.Learned ? 2 : 1,
        _ => 1 + 2 * a.Refinements,
    };

    /// <summary>Numbers read out for the radar: 2M^2, and a step for each refinement.</summary>
    public static int RadarOutputs(NetworkArchitecture a) => 2 * a.Antennas * a.Antennas + StepOutputs(a);

    /// <summary>Of those the numbers of the steps, which stand last.</summary>
    public static int StepOutputs(NetworkArchitecture a) =>
        a.IsClosedLoop && a.Scalars == DescentScalarChoice.Fixed ? 0 : a.Refinements;

    /// <summary>Number of weights and biases.</summary>
    public static int ParameterCount(NetworkArchitecture architecture) => Of(architecture).Sum(layer => layer.ParameterCount);
}
