using IsacCluster.Networks.Layouts;
using IsacCluster.Training.Samples;
using static TorchSharp.torch;

namespace IsacCluster.Training.Network;

/// <summary>What a network says of n samples, before any scaling.</summary>
/// <param name="Users">n x L x 2M: [Re c_l, Im c_l] (direct), or n x L x (1 + 2 refinements): ln w_l and steps (split).</param>
/// <param name="Radar">n x 2M x M: the real parts of S or B over the imaginary parts.</param>
/// <param name="Steps">n x refinements: ln of the pattern steps; n x 0 where none are read out.</param>
internal sealed record NetworkOutput(Tensor Users, Tensor Radar, Tensor Steps);

/// <summary>
/// The forward pass of <see cref="NetworkLayout"/> in TorchSharp, for training. Users of all samples are rows of one matrix, so a dense
/// layer is one product. A training of fixed targets encodes them once per batch.
/// </summary>
internal sealed class TorchNetwork(NetworkArchitecture architecture, TorchParameters parameters)
{
    private const double NormalisationEpsilon = 1e-5;
    private readonly long[] _lower = LowerTriangle(architecture.Antennas, diagonal: true),
        _strictlyLower = LowerTriangle(architecture.Antennas, diagonal: false);

    public NetworkOutput Forward(TrainingBatch batch)
    {
        Tensor channels = architecture.UserFeatures switch
        {
            UserFeatures.Channel => batch.Channels * architecture.InputScale,
            UserFeatures.PhaseNormalised => Turned(batch.Channels) * architecture.InputScale,
            _ => Covariances(batch.Channels),
        };
        Tensor? threshold = architecture.ThresholdInput ? batch.Thresholds.log10() : null; // Gamma0 in dB / 10
        return architecture.Kind == NetworkKind.Gnn
            ? Graph(channels, batch.Steering, threshold)
            : FullyConnected(channels, batch.Steering, threshold);
    }

    /// <summary>n x L x 2M: each channel turned until its first entry is real and not negative.</summary>
    private Tensor Turned(Tensor channels)
    {
        long m = architecture.Antennas;
        Tensor re = channels.narrow(2, 0, m), im = channels.narrow(2, m, m), phase = atan2(im.narrow(2, 0, 1), re.narrow(2, 0, 1));
        Tensor cosine = phase.cos(), sine = phase.sin();
        return cat([re * cosine + im * sine, im * cosine - re * sine], 2);
    }

    /// <summary>n x L x (M^2 + 1): the lower triangle of h_l h_l^H M / |h_l|^2 and ln(|h_l|^2 / M).</summary>
    private Tensor Covariances(Tensor channels)
    {
        long m = architecture.Antennas;
        Tensor re = channels.narrow(2, 0, m), im = channels.narrow(2, m, m);
        Tensor energy = channels.square().sum(2, keepdim: true).clamp_min(1e-12);
        Tensor outerRe = re.unsqueeze(3) * re.unsqueeze(2) + im.unsqueeze(3) * im.unsqueeze(2);
        Tensor outerIm = im.unsqueeze(3) * re.unsqueeze(2) - re.unsqueeze(3) * im.unsqueeze(2);
        Tensor lower = tensor(_lower, device: channels.device), strict = tensor(_strictlyLower, device: channels.device);
        Tensor entries = cat([outerRe.flatten(2).index_select(2, lower), outerIm.flatten(2).index_select(2, strict)], 2);
        return cat([entries * (m / energy), (energy / m).log()], 2);
    }

    /// <summary>Positions of the lower triangle of an M x M matrix, row by row.</summary>
    private static long[] LowerTriangle(int m, bool diagonal) =>
        [.. from row in Enumerable.Range(0, m) from column in Enumerable.Range(0, diagonal ? row + 1 : row) select (long)row * m + column];

    private NetworkOutput Graph(Tensor channels, Tensor steering, Tensor? threshold)
    {
        long n = channels.shape[0], users = channels.shape[1], sets = steering.shape[0], targets = steering.shape[1];
        int width = architecture.Width;
        if (threshold is not null) channels = cat([channels, threshold.unsqueeze(1).expand(n, users, 1)], 2);
        Tensor user = Mlp("user_in", channels.reshape(n * users, -1));
        Tensor target = Mlp("target_in", steering.reshape(sets * targets, -1)).view(sets, targets, width).mean([1]);
        Tensor z = Mlp("user_mix", PerUser(user, n, users, target));
        Tensor radar = Mlp("radar_mix", MeanOverUsers(user, n, users) + target);
        for (int i = 0; i < architecture.Layers; i++)
        {
            string layer = $"update.{i}";
            Tensor message = Mlp($"{layer}.user_message", z), sensing = Mlp($"{layer}.radar_message", radar);
            Tensor beams = Mlp($"{layer}.user_combine", CombineUser(z, sensing, message, n, users));
            Tensor rest = Mlp($"{layer}.radar_combine", Combine(sensing, MeanOverUsers(message, n, users)));
            (z, radar) = architecture.Residual ? (z + beams, radar + rest) : (beams, rest);
        }

        return Output(Dense("user_out", z).view(n, users, -1), Dense("radar_out", radar));
    }

    private NetworkOutput FullyConnected(Tensor channels, Tensor steering, Tensor? threshold)
    {
        long n = channels.shape[0], users = channels.shape[1];
        List<Tensor> parts = [channels.reshape(n, -1), steering.reshape(steering.shape[0], -1).expand(n, -1)];
        if (threshold is not null) parts.Add(threshold.expand(n, 1));
        Tensor x = cat(parts, 1);
        for (int k = 0; k < architecture.Layers; k++) x = Normalise(Activate(Dense($"hidden.{k}", x)));
        Tensor output = Dense("out", x);
        long beams = users * NetworkLayout.UserOutputs(architecture);
        return Output(output.narrow(1, 0, beams).reshape(n, users, -1), output.narrow(1, beams, NetworkLayout.RadarOutputs(architecture)));
    }

    private NetworkOutput Output(Tensor users, Tensor radar)
    {
        int m = architecture.Antennas;
        long entries = 2L * m * m;
        return new NetworkOutput(
            users, radar.narrow(1, 0, entries).reshape(-1, 2 * m, m), radar.narrow(1, entries, NetworkLayout.StepOutputs(architecture)));
    }

    /// <summary>z_l (+) s (+) max over the other users' messages.</summary>
    private Tensor CombineUser(Tensor z, Tensor sensing, Tensor message, long n, long users)
    {
        int width = architecture.Width;
        Tensor others = LargestOfOthers(message.view(n, users, width)).reshape(n * users, width);
        if (architecture.Combination == Combination.Sum) return PerUser(z + others, n, users, sensing);
        return cat([z, sensing.unsqueeze(1).expand(n, users, width).reshape(n * users, width), others], 1);
    }

    private Tensor Combine(Tensor a, Tensor b) => architecture.Combination == Combination.Sum ? a + b : cat([a, b], 1);

    /// <summary>max_(j != l) m_j, element by element; 0 for a single user. n x L x W to the same.</summary>
    private static Tensor LargestOfOthers(Tensor messages)
    {
        int users = (int)messages.shape[1];
        if (users == 1) return zeros_like(messages);
        if (users == 2) return messages.flip(1);
        var largest = new Tensor[users];
        for (int l = 0; l < users; l++)
        {
            Tensor others = l == 0 ? messages.narrow(1, 1, users - 1)
                : l == users - 1 ? messages.narrow(1, 0, users - 1)
                : cat([messages.narrow(1, 0, l), messages.narrow(1, l + 1, users - l - 1)], 1);
            largest[l] = others.amax([1]);
        }

        return stack(largest, 1);
    }

    /// <summary>Adds a vector of each sample (or of all samples) to its users' rows.</summary>
    private Tensor PerUser(Tensor rows, long n, long users, Tensor ofSample) => ofSample.shape[0] == 1
        ? rows + ofSample
        : (rows.view(n, users, architecture.Width) + ofSample.unsqueeze(1)).view(n * users, architecture.Width);

    private Tensor MeanOverUsers(Tensor rows, long n, long users) => rows.view(n, users, architecture.Width).mean([1]);

    private Tensor Mlp(string name, Tensor x) => Normalise(Activate(Dense(name + ".1", Activate(Dense(name + ".0", x)))));

    private Tensor Dense(string name, Tensor x)
    {
        (Tensor weight, Tensor bias) = parameters[name];
        return nn.functional.linear(x, weight, bias);
    }

    private Tensor Activate(Tensor x) => architecture.Activation switch
    {
        Activation.Sigmoid => x.sigmoid(),
        Activation.Silu => nn.functional.silu(x),
        Activation.Relu => nn.functional.relu(x),
        _ => x.tanh(),
    };

    private Tensor Normalise(Tensor x) => architecture.Normalisation == Normalisation.None
        ? x
        : nn.functional.layer_norm(x, [x.shape[^1]], eps: NormalisationEpsilon);
}
