using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Onnx;

namespace IsacCluster.Networks.Export;

/// <summary>What a graph is given, all float64, and what networks see of it (<see cref="Inference.InputEncoding"/>).</summary>
internal sealed class ProblemInputs
{
    private const double LeastEnergy = 1e-12;
    private readonly NetworkArchitecture _architecture;

    /// <param name="targetsDeg">Of every problem; null: an input.</param>
    public ProblemInputs(OnnxGraph graph, NetworkArchitecture architecture, IReadOnlyList<double>? targetsDeg = null)
    {
        _architecture = architecture;
        bool isFixed = architecture.Kind == NetworkKind.Dnn;
        OnnxDimension users = isFixed ? architecture.Users : "users", targets = isFixed ? architecture.Targets : "targets";
        Tensor Input(string name, params OnnxDimension[] shape) => new(graph, graph.Input(name, OnnxType.Real64, ["batch", .. shape]));
        (Tensor re, Tensor im) = Input("channels", users, architecture.Antennas, 2).Halves(3);
        (Re, Im) = (re.Squeeze(3), im.Squeeze(3));
        if (targetsDeg is null) Targets = Input("targets_deg", targets);
        if (architecture.Readout == Readout.Split || architecture.ThresholdInput) SinrDb = Input("sinr_db", users).Unsqueeze(2);
        Power = Input("power").Unsqueeze(1, 2);
        if (targetsDeg is not null) Targets = 0 * Power.Squeeze(2) + Power.Array([.. targetsDeg], 1, targetsDeg.Count);
        Noise = Input("noise", users).Unsqueeze(2);
        Users = users;
    }

    public OnnxDimension Users { get; }

    /// <summary>h, (batch, L, M).</summary>
    public Tensor Re { get; }

    public Tensor Im { get; }

    /// <summary>(batch, K), degrees.</summary>
    public Tensor Targets { get; }

    /// <summary>(batch, L, 1); there where something depends on it.</summary>
    public Tensor? SinrDb { get; }

    /// <summary>P0, (batch, 1, 1).</summary>
    public Tensor Power { get; }

    /// <summary>sigma_l^2, (batch, L, 1).</summary>
    public Tensor Noise { get; }

    /// <summary>|h_l|^2 P0 / sigma_l^2, (batch, L, 1), at least 1e-12.</summary>
    public Tensor Energy() => ((Re * Re + Im * Im).Sum(2) * Snr()).Most(LeastEnergy);

    /// <summary>P0 / sigma_l^2, (batch, L, 1).</summary>
    public Tensor Snr() => Power / Noise;

    /// <summary>(batch, L, features).</summary>
    public Tensor UserFeatures(OnnxType type)
    {
        Tensor features = _architecture.UserFeatures == Layouts.UserFeatures.Covariance ? Covariance() : Channel();
        if (_architecture.ThresholdInput) features = features.Beside(2, 0.1 * SinrDb!.Value);
        return features.Cast(type);
    }

    /// <summary>[Re a_k; Im a_k], (batch, K, 2M).</summary>
    public Tensor Steering(OnnxType type)
    {
        double[] phases = [.. Enumerable.Range(0, _architecture.Antennas).Select(m => -Math.PI * m)];
        Tensor angle = (Math.PI / 180 * Targets).Apply("Sin").Unsqueeze(2) * Targets.Array(phases, phases.Length);
        return angle.Apply("Cos").Beside(2, angle.Apply("Sin")).Cast(type);
    }

    private Tensor Channel()
    {
        Tensor scale = _architecture.InputScale * Snr().Sqrt();
        if (_architecture.UserFeatures == Layouts.UserFeatures.Channel) return (scale * Re).Beside(2, scale * Im);
        // e^(-j arg h_1) = (re - j im) / |h_1|, 1 where h_1 is 0.
        Tensor first = Re.Slice(2, 0, 1), other = Im.Slice(2, 0, 1), length = (first * first + other * other).Sqrt();
        Tensor zero = Re.Array([0.0], 1), isReal = length.With("Equal", zero);
        Tensor safe = isReal.Where(Re.Array([1.0], 1), length);
        Tensor cosine = isReal.Where(Re.Array([1.0], 1), first / safe), sine = isReal.Where(zero, other / safe);
        return (scale * (cosine * Re + sine * Im)).Beside(2, scale * (cosine * Im - sine * Re));
    }

    private Tensor Covariance()
    {
        int m = _architecture.Antennas;
        (int I, int J)[] lower = [.. Enumerable.Range(0, m).SelectMany(i => Enumerable.Range(0, i + 1).Select(j => (i, j)))];
        (int I, int J)[] strict = [.. lower.Where(pair => pair.J < pair.I)];
        Tensor energy = Energy(), scale = m * (Snr() / energy);
        Tensor At(Tensor part, IEnumerable<int> indices) => part.Columns(2, [.. indices.Select(i => (long)i)]);
        Tensor re = At(Re, lower.Select(pair => pair.I)) * At(Re, lower.Select(pair => pair.J))
            + At(Im, lower.Select(pair => pair.I)) * At(Im, lower.Select(pair => pair.J));
        Tensor log = (1.0 / m * energy).Log();
        if (strict.Length == 0) return (scale * re).Beside(2, log);
        Tensor im = At(Im, strict.Select(pair => pair.I)) * At(Re, strict.Select(pair => pair.J))
            - At(Re, strict.Select(pair => pair.I)) * At(Im, strict.Select(pair => pair.J));
        return (scale * re).Beside(2, scale * im, log);
    }
}
