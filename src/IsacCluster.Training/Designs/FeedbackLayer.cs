using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Refinement;
using IsacCluster.Networks.Inference;
using IsacCluster.Networks.Layouts;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Presolve;
using IsacCluster.Training.Network;
using IsacCluster.Training.Samples;
using static TorchSharp.torch;

namespace IsacCluster.Training.Designs;

/// <summary>
/// A closed loop behind a network: forward the descents of a batch in double with their tapes, backward their exact adjoints. Both are
/// kernels of their own; the graph of the tensors ends at L(R), q_l and t_l, from whose gradients <see cref="BatchMetrics.Pullback"/> goes
/// on to the network's outputs.
/// </summary>
internal sealed class FeedbackLayer(NetworkArchitecture architecture)
{
    private readonly DescentScalars _scalars = FeedbackOutputs.Scalars(architecture);
    private readonly Dictionary<int, Workspace> _ofUsers = [];

    public BatchMetrics Apply(NetworkOutput output, TrainingBatch batch, SampleSource source)
    {
        int n = (int)batch.Count, users = (int)batch.Channels.shape[1];
        if (!_ofUsers.TryGetValue(users, out Workspace? work)) _ofUsers.Add(users, work = new Workspace(users, architecture));
        float[] ofUsers = Values(output.Users), ofRadar = RadarValues(output, n);
        int userWidth = ofUsers.Length / n, radarWidth = ofRadar.Length / n;
        IsacInstance[] instances = Instances(batch, source);
        double[] mse = new double[n], shares = new double[n * users], totals = new double[n * users];
        work.Reserve(n, architecture);
        for (int s = 0; s < n; s++)
        {
            FeedbackOutputs.Read<float>(
                architecture, ofUsers.AsSpan(s * userWidth, userWidth), ofRadar.AsSpan(s * radarWidth, radarWidth), work.Corrections[s]);
            mse[s] = work.Descent.Record(
                instances[s], RadarStart.Of(instances[s].Objective), _scalars, work.Corrections[s], work.Tapes[s],
                shares.AsSpan(s * users, users), totals.AsSpan(s * users, users));
        }

        Device device = output.Users.device;
        bool learns = output.Users.requires_grad;
        Tensor value = Leaf(mse, learns, n), share = Leaf(shares, learns, n, users), total = Leaf(totals, learns, n, users);
        Tensor signal = (share * total).to(float32).to(device), rest = (total * (1 - share) + 1).to(float32).to(device);
        return new BatchMetrics(value.to(float32).to(device), signal, rest, batch.Channels.square().sum(2), output.Radar)
        {
            Pullback = learns ? Pull : null,
        };

        void Pull()
        {
            double[] ofMse = Gradient(value, n), ofShares = Gradient(share, n * users), ofTotals = Gradient(total, n * users);
            float[] usersGradient = new float[ofUsers.Length], radarGradient = new float[ofRadar.Length];
            for (int s = 0; s < n; s++)
            {
                work.Adjoint.Run(
                    instances[s], RadarStart.Of(instances[s].Objective), _scalars, work.Corrections[s], work.Tapes[s], ofMse[s],
                    ofShares.AsSpan(s * users, users), ofTotals.AsSpan(s * users, users), work.Gradient);
                FeedbackOutputs.Pull(
                    architecture, ofUsers.AsSpan(s * userWidth, userWidth), ofRadar.AsSpan(s * radarWidth, radarWidth), work.Gradient,
                    usersGradient.AsSpan(s * userWidth, userWidth), radarGradient.AsSpan(s * radarWidth, radarWidth));
            }

            Tensor outputs = cat([output.Users.reshape(n, -1), output.Radar.reshape(n, -1), output.Steps], 1);
            Tensor gradient = cat(
                [tensor(usersGradient).reshape(n, userWidth), tensor(radarGradient).reshape(n, radarWidth)], 1).to(device);
            (outputs * gradient).sum().backward();
        }
    }

    /// <summary>The samples in units where P0 = sigma^2 = 1.</summary>
    private static IsacInstance[] Instances(TrainingBatch batch, SampleSource source)
    {
        int n = (int)batch.Count, users = (int)batch.Channels.shape[1], m = (int)batch.Channels.shape[2] / 2;
        float[] channels = Values(batch.Channels), thresholds = Values(batch.Thresholds);
        var instances = new IsacInstance[n];
        for (int s = 0; s < n; s++)
        {
            var channel = new ComplexMatrix(users, m);
            for (int l = 0; l < users; l++)
            {
                int at = (s * users + l) * 2 * m;
                for (int i = 0; i < m; i++) channel[l, i] = new(channels[at + i], channels[at + m + i]);
            }

            double threshold = thresholds[thresholds.Length == 1 ? 0 : s];
            instances[s] = new IsacInstance(source.Objective(batch.Samples.Span[s]), channel, 1, 1, threshold);
        }

        return instances;
    }

    private static Tensor Leaf(double[] values, bool learns, params long[] shape) =>
        tensor(values, float64).reshape(shape).detach().requires_grad_(learns);

    private static double[] Gradient(Tensor leaf, int count) =>
        leaf.grad is { } gradient ? gradient.data<double>().ToArray() : new double[count];

    private static float[] Values(Tensor values) => values.detach().cpu().contiguous().data<float>().ToArray();

    private static float[] RadarValues(NetworkOutput output, int n) =>
        Values(cat([output.Radar.reshape(n, -1), output.Steps.reshape(n, -1)], 1));

    /// <summary>For one L: kernels, and for each sample of a batch its corrections and its tape.</summary>
    private sealed class Workspace(int users, NetworkArchitecture architecture)
    {
        public FeedbackDescent Descent { get; } = new(users, architecture.Antennas);

        public DescentAdjoint Adjoint { get; } = new(users, architecture.Antennas);

        public DescentCorrections Gradient { get; } = new(users, architecture.Antennas, architecture.Refinements);

        public List<DescentCorrections> Corrections { get; } = [];

        public List<DescentTape> Tapes { get; } = [];

        public void Reserve(int samples, NetworkArchitecture network)
        {
            while (Tapes.Count < samples)
            {
                Corrections.Add(new DescentCorrections(users, network.Antennas, network.Refinements));
                Tapes.Add(new DescentTape(users, network.Antennas, network.Refinements));
            }
        }
    }
}
