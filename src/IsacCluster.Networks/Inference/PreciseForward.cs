using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Inference;

/// <summary>
/// The network of <see cref="NetworkLayout"/> in doubles, for read-outs that the rounding of floats could turn. Outputs of an instance are
/// the same bits whatever stands beside it. Work space of its own; not thread-safe.
/// </summary>
/// <param name="layers">In the order of the layout.</param>
internal sealed class PreciseForward(NetworkArchitecture architecture, IReadOnlyList<PreciseLayer> layers)
{
    private const double NormalisationEpsilon = 1e-5f;
    private readonly List<double[]> _buffers = [];
    private int _layer, _buffer, _users;

    /// <summary>Writes of each instance the users' outputs, then the radar's.</summary>
    /// <param name="instances">Of one L and K: some tens, for one reading of the weights.</param>
    public void Run(ReadOnlySpan<IsacInstance> instances, Span<double> outputs)
    {
        (_layer, _buffer, _users) = (0, 0, instances[0].Users);
        int size = outputs.Length / instances.Length;
        if (architecture.Kind == NetworkKind.Dnn)
        {
            PreciseRows all = FullyConnected(Flat(instances));
            for (int i = 0; i < instances.Length; i++) all[i][..size].CopyTo(outputs[(i * size)..]);
            return;
        }

        (PreciseRows users, PreciseRows radar) = Graph(Users(instances), Targets(instances));
        int own = NetworkLayout.UserOutputs(architecture), rest = _users * own;
        for (int l = 0; l < users.Count; l++) users[l][..own].CopyTo(outputs[(l / _users * size + l % _users * own)..]);
        for (int i = 0; i < instances.Length; i++) radar[i][..(size - rest)].CopyTo(outputs[(i * size + rest)..]);
    }

    private PreciseRows FullyConnected(PreciseRows x)
    {
        for (int i = 0; i < architecture.Layers; i++)
        {
            x = Activated(Dense(x));
            Normalise(x);
        }

        return Dense(x);
    }

    private (PreciseRows Users, PreciseRows Radar) Graph(PreciseRows users, PreciseRows targets)
    {
        int samples = users.Count / _users;
        PreciseRows u = Mlp(users), t = Mean(Mlp(targets), samples), mixed = Take(u.Count, architecture.Width), mean = Mean(u, samples);
        for (int l = 0; l < u.Count; l++) Add(u[l], t[l / _users], mixed[l]);
        PreciseRows z = Mlp(mixed);
        for (int row = 0; row < samples; row++) Add(t[row], mean[row], mean[row]);
        PreciseRows r = Mlp(mean);
        for (int i = 0; i < architecture.Layers; i++)
        {
            PreciseRows messages = Mlp(z), shared = Mlp(r);
            PreciseRows nextZ = Mlp(Combined(z, shared, LargestOfOthers(messages)));
            PreciseRows nextR = Mlp(Combined(shared, Mean(messages, samples)));
            if (architecture.Residual)
            {
                for (int l = 0; l < z.Count; l++) Add(z[l], nextZ[l], nextZ[l]);
                for (int row = 0; row < samples; row++) Add(r[row], nextR[row], nextR[row]);
            }

            (z, r) = (nextZ, nextR);
        }

        return (Dense(z), Dense(r));
    }

    private PreciseRows Users(ReadOnlySpan<IsacInstance> instances)
    {
        int size = NetworkLayout.UserInputs(architecture);
        PreciseRows rows = Take(instances.Length * _users, size + 1);
        for (int l = 0; l < rows.Count; l++)
        {
            IsacInstance instance = instances[l / _users];
            InputEncoding.WriteUser(architecture, instance, l % _users, rows[l][..size]);
            rows[l][size] = InputEncoding.Threshold(instance);
        }

        return rows;
    }

    private PreciseRows Targets(ReadOnlySpan<IsacInstance> instances)
    {
        int targets = instances[0].Objective.TargetsDeg.Count;
        PreciseRows rows = Take(instances.Length * targets, 2 * architecture.Antennas);
        for (int k = 0; k < rows.Count; k++) WriteSteering(instances[k / targets], k % targets, rows[k]);
        return rows;
    }

    /// <summary>What a fully connected network sees: [features of h_1; ...; a_1; ...; threshold].</summary>
    private PreciseRows Flat(ReadOnlySpan<IsacInstance> instances)
    {
        int user = NetworkLayout.UserInputs(architecture), target = 2 * architecture.Antennas;
        int targets = instances[0].Objective.TargetsDeg.Count, used = _users * user;
        PreciseRows rows = Take(instances.Length, used + targets * target + 1);
        for (int i = 0; i < rows.Count; i++)
        {
            Span<double> row = rows[i];
            for (int l = 0; l < _users; l++) InputEncoding.WriteUser(architecture, instances[i], l, row.Slice(l * user, user));
            for (int k = 0; k < targets; k++) WriteSteering(instances[i], k, row[(used + k * target)..]);
            row[used + targets * target] = InputEncoding.Threshold(instances[i]);
        }

        return rows;
    }

    private static void WriteSteering(IsacInstance instance, int target, Span<double> row)
    {
        Complex[] a = UniformLinearArray.SteeringVector(instance.Objective.TargetsDeg[target], instance.Antennas);
        for (int m = 0; m < a.Length; m++) (row[m], row[a.Length + m]) = (a[m].Real, a[m].Imaginary);
    }

    private PreciseRows Mlp(PreciseRows x)
    {
        PreciseRows y = Activated(Dense(Activated(Dense(x))));
        Normalise(y);
        return y;
    }

    /// <summary>W x + b of the next layer.</summary>
    private PreciseRows Dense(PreciseRows x)
    {
        PreciseLayer layer = layers[_layer++];
        PreciseRows y = Take(x.Count, layer.Outputs);
        layer.Multiply(x, y);
        return y;
    }

    private PreciseRows Activated(PreciseRows x)
    {
        Span<Vector512<double>> vectors = MemoryMarshal.Cast<double, Vector512<double>>(x.Data.AsSpan(0, x.Count * x.Stride));
        Vector512<double> one = Vector512<double>.One;
        switch (architecture.Activation)
        {
            case Activation.Sigmoid:
                foreach (ref Vector512<double> v in vectors) v = one / (one + Vector512.Exp(-v));
                break;
            case Activation.Silu:
                foreach (ref Vector512<double> v in vectors) v /= one + Vector512.Exp(-v);
                break;
            case Activation.Tanh:
                foreach (ref Vector512<double> v in vectors) v = one - (one + one) / (one + Vector512.Exp(v + v));
                break;
            default:
                foreach (ref Vector512<double> v in vectors) v = Vector512.Max(v, Vector512<double>.Zero);
                break;
        }

        return x;
    }

    private void Normalise(PreciseRows x)
    {
        if (architecture.Normalisation == Normalisation.None) return;
        for (int row = 0; row < x.Count; row++)
        {
            Span<double> values = x[row][..architecture.Width];
            double sum = 0, squares = 0;
            foreach (double value in values) sum += value;
            double mean = sum / values.Length;
            foreach (double value in values) squares += (value - mean) * (value - mean);
            double scale = 1 / Math.Sqrt(squares / values.Length + NormalisationEpsilon);
            foreach (ref double value in values) value = scale * (value - mean);
        }
    }

    /// <summary>Sums, or what is concatenated, of each row; a part with a row for each sample stands in those of its users.</summary>
    private PreciseRows Combined(params ReadOnlySpan<PreciseRows> parts)
    {
        bool concat = architecture.Combination == Combination.Concat;
        int width = architecture.Width;
        PreciseRows joined = Take(parts[0].Count, concat ? parts.Length * width : width);
        for (int row = 0; row < joined.Count; row++)
        {
            for (int part = 0; part < parts.Length; part++)
            {
                Span<double> own = parts[part][parts[part].Count == joined.Count ? row : row / _users];
                if (concat) own[..width].CopyTo(joined[row][(part * width)..]);
                else if (part == 0) own.CopyTo(joined[row]);
                else Add(joined[row], own, joined[row]);
            }
        }

        return joined;
    }

    /// <summary>max over j other than l of m_j; 0 where there is no other.</summary>
    private PreciseRows LargestOfOthers(PreciseRows messages)
    {
        PreciseRows largest = Take(messages.Count, architecture.Width);
        for (int l = 0; l < largest.Count; l++)
        {
            Span<double> own = largest[l];
            own.Fill(_users == 1 ? 0 : double.NegativeInfinity);
            int first = l / _users * _users;
            for (int j = first; j < first + _users; j++)
            {
                Span<double> other = messages[j];
                for (int i = 0; j != l && i < own.Length; i++) own[i] = Math.Max(own[i], other[i]);
            }
        }

        return largest;
    }

    /// <summary>Of the rows of each sample; 0 without rows.</summary>
    private PreciseRows Mean(PreciseRows rows, int samples)
    {
        PreciseRows mean = Take(samples, architecture.Width);
        int each = rows.Count / samples;
        for (int i = 0; i < samples; i++)
        {
            Span<double> sum = mean[i];
            sum.Clear();
            for (int row = i * each; row < (i + 1) * each; row++) Add(sum, rows[row], sum);
            foreach (ref double value in sum) value /= Math.Max(1, each);
        }

        return mean;
    }

    private static void Add(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> sum)
    {
        for (int i = 0; i < sum.Length && i < a.Length && i < b.Length; i++) sum[i] = a[i] + b[i];
    }

    /// <summary>The next work space of this instance, which the same place of the next instance gets again.</summary>
    private PreciseRows Take(int rows, int columns)
    {
        int stride = PreciseLayer.StrideOf(columns);
        if (_buffer == _buffers.Count) _buffers.Add([]);
        if (_buffers[_buffer].Length < rows * stride) _buffers[_buffer] = new double[rows * stride];
        return new PreciseRows(_buffers[_buffer++], rows, stride);
    }
}
