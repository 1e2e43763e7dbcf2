using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Tests.Inference;

/// <summary>The network as the comment of <see cref="NetworkLayout"/> states it, in doubles, one instance at a time, slowly.</summary>
internal sealed class ForwardOracle
{
    private readonly NetworkArchitecture _a;
    private readonly Dictionary<string, (double[][] Weight, double[] Bias)> _layers = [];

    public ForwardOracle(NetworkArchitecture architecture, float[] parameters)
    {
        _a = architecture;
        int next = 0;
        foreach (DenseShape layer in NetworkLayout.Of(architecture))
        {
            var weight = new double[layer.Outputs][];
            for (int i = 0; i < layer.Outputs; i++, next += layer.Inputs)
                weight[i] = [.. parameters.AsSpan(next, layer.Inputs).ToArray().Select(value => (double)value)];
            _layers[layer.Name] = (weight, [.. parameters.AsSpan(next, layer.Outputs).ToArray().Select(value => (double)value)]);
            next += layer.Outputs;
        }
    }

    /// <summary>The users' outputs, then the radar's.</summary>
    public double[] Outputs(IsacInstance instance)
    {
        double[][] channels = [.. Enumerable.Range(0, instance.Users).Select(l => Channel(instance, l))];
        double[][] steering = [.. instance.Objective.TargetsDeg.Select(angle => Steering(angle, instance.Antennas))];
        double[] threshold = _a.ThresholdInput ? [Math.Log10(instance.SinrThreshold)] : [];
        return _a.Kind == NetworkKind.Dnn
            ? FullyConnected([.. channels.SelectMany(h => h), .. steering.SelectMany(a => a), .. threshold])
            : Graph([.. channels.Select(h => (double[])[.. h, .. threshold])], steering);
    }

    private double[] FullyConnected(double[] x)
    {
        for (int i = 0; i < _a.Layers; i++) x = Normalised(Activated(Dense($"hidden.{i}", x)));
        return Dense("out", x);
    }

    private double[] Graph(double[][] channels, double[][] steering)
    {
        double[][] u = [.. channels.Select(x => Mlp("user_in", x))];
        double[] t = Mean([.. steering.Select(x => Mlp("target_in", x))]);
        double[][] z = [.. u.Select(x => Mlp("user_mix", Sum(x, t)))];
        double[] r = Mlp("radar_mix", Sum(Mean(u), t));
        for (int i = 0; i < _a.Layers; i++)
        {
            double[][] m = [.. z.Select(x => Mlp($"update.{i}.user_message", x))];
            double[] s = Mlp($"update.{i}.radar_message", r);
            double[][] newZ = [.. z.Select((own, l) => Mlp($"update.{i}.user_combine", Joined(own, s, MaximumBut(l, m))))];
            double[] newR = Mlp($"update.{i}.radar_combine", Joined(s, Mean(m)));
            z = _a.Residual ? [.. z.Zip(newZ, (old, change) => Sum(old, change))] : newZ;
            r = _a.Residual ? Sum(r, newR) : newR;
        }

        return [.. z.SelectMany(x => Dense("user_out", x)), .. Dense("radar_out", r)];
    }

    private double[] Channel(IsacInstance instance, int user)
    {
        if (_a.UserFeatures == UserFeatures.Covariance) return Covariance(instance, user);
        double scale = _a.InputScale * Math.Sqrt(instance.Power) / Math.Sqrt(instance.Noise);
        var h = instance.Channel.Row(user).ToArray();
        if (_a.UserFeatures == UserFeatures.PhaseNormalised)
        {
            Complex turn = Complex.FromPolarCoordinates(1, -h[0].Phase);
            h = [.. h.Select(entry => turn * entry)];
        }

        return [.. h.Select(entry => scale * entry.Real), .. h.Select(entry => scale * entry.Imaginary)];
    }

    private static double[] Covariance(IsacInstance instance, int user)
    {
        Complex[] h = instance.Channel.Row(user).ToArray();
        double energy = h.Sum(entry => entry.Magnitude * entry.Magnitude);
        IEnumerable<Complex> Entries(int diagonal) =>
            from row in Enumerable.Range(0, h.Length)
            from column in Enumerable.Range(0, row + diagonal)
            select h[row] * Complex.Conjugate(h[column]) * h.Length / energy;
        return [.. Entries(1).Select(x => x.Real), .. Entries(0).Select(x => x.Imaginary),
            Math.Log(instance.Power * energy / (instance.Noise * h.Length))];
    }

    private static double[] Steering(double angle, int antennas)
    {
        var a = UniformLinearArray.SteeringVector(angle, antennas);
        return [.. a.Select(entry => entry.Real), .. a.Select(entry => entry.Imaginary)];
    }

    private double[] Mlp(string name, double[] x) => Normalised(Activated(Dense(name + ".1", Activated(Dense(name + ".0", x)))));

    private double[] Dense(string name, double[] x)
    {
        (double[][] weight, double[] bias) = _layers[name];
        return [.. weight.Select((row, i) => bias[i] + row.Zip(x, (w, value) => w * value).Sum())];
    }

    private double[] Activated(double[] x) => [.. x.Select(value => _a.Activation switch
    {
        Activation.Sigmoid => 1 / (1 + Math.Exp(-value)),
        Activation.Silu => value / (1 + Math.Exp(-value)),
        Activation.Relu => Math.Max(value, 0),
        Activation.Tanh => Math.Tanh(value),
        _ => throw new NotSupportedException(),
    })];

    private double[] Normalised(double[] x)
    {
        if (_a.Normalisation == Normalisation.None) return x;
        double mean = x.Average(), variance = x.Average(value => (value - mean) * (value - mean));
        return [.. x.Select(value => (value - mean) / Math.Sqrt(variance + 1e-5))];
    }

    private double[] Joined(params double[][] vectors) =>
        _a.Combination == Combination.Concat ? [.. vectors.SelectMany(vector => vector)] : vectors.Aggregate(Sum);

    private double[] MaximumBut(int user, double[][] messages) => messages.Length == 1
        ? new double[_a.Width]
        : messages.Where((_, l) => l != user).Aggregate((x, y) => [.. x.Zip(y, Math.Max)]);

    private static double[] Mean(double[][] vectors) => [.. vectors.Aggregate(Sum).Select(value => value / vectors.Length)];

    private static double[] Sum(double[] x, double[] y) => [.. x.Zip(y, (a, b) => a + b)];
}
