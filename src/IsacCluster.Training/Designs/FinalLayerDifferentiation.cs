using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Networks.Layouts;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.Projection;
using IsacCluster.Solvers.Projection.Derivative;
using IsacCluster.Solvers.Projection.Formulation;
using IsacCluster.Solvers.Projection.Restoration;
using IsacCluster.Training.Samples;
using IsacCluster.Training.Settings;
using IsacCluster.Training.Tensors;
using static TorchSharp.torch;

namespace IsacCluster.Training.Designs;

/// <summary>
/// The projection or restoration as the last layer of training: L(R) of a raw design that misses a SINR becomes L(R^) of the repaired one,
/// with the exact gradient with respect to the raw beams. Values and gradients are computed in double by the solvers and enter the graph as
/// the linear function with that value and gradient. The penalty stays that of the raw design. A raw design that cannot be repaired keeps
/// its own L(R).
/// </summary>
internal sealed class FinalLayerDifferentiation
{
    private readonly FinalLayer _layer;
    private readonly ProjectionSolver _projection = new(static instance => MinimumPower.Solve(instance).Certificate);
    private readonly ProjectionDerivative _derivative = new();

    private FinalLayerDifferentiation(FinalLayer layer) => _layer = layer;

    /// <summary>Null where training has no final layer.</summary>
    /// <exception cref="ArgumentException">The network has a split read-out, whose beams exist only after training.</exception>
    public static FinalLayerDifferentiation? Of(TrainingSettings settings)
    {
        if (settings.FinalLayer == FinalLayer.None) return null;
        return settings.Architecture.Readout == Readout.Direct
            ? new FinalLayerDifferentiation(settings.FinalLayer)
            : throw new ArgumentException("Training through a final layer needs a network with a direct read-out.", nameof(settings));
    }

    public BatchMetrics Apply(BatchMetrics metrics, TrainingBatch batch, SampleSource source)
    {
        int n = (int)batch.Count, side = (int)metrics.Beams.shape[1], columns = (int)metrics.Beams.shape[2];
        float[] beams = metrics.Beams.detach().cpu().contiguous().data<float>().ToArray();
        var repaired = new bool[n];
        var values = new float[n];
        var gradients = new float[beams.Length];
        for (int s = 0; s < n; s++)
        {
            IsacInstance instance = source.Instance(batch.Samples.Span[s]);
            Design raw = Read(beams.AsSpan(s * side * columns, side * columns), instance);
            if (Sinr.Satisfied(Sinr.Of(raw, instance.Channel, instance.Noise), instance.SinrThreshold)) continue;
            if (Repair(instance, raw) is not { } repair) continue;
            double scale = 1 / (instance.Power * instance.Power);
            repaired[s] = true;
            values[s] = (float)(scale * repair.Mse);
            Write(repair.Gradient, scale * Math.Sqrt(instance.Power), gradients.AsSpan(s * side * columns, side * columns));
        }

        Device device = metrics.Beams.device;
        Tensor linear = (metrics.Beams * AlignedTensor.Of(gradients, device, n, side, columns)).sum([1, 2]);
        Tensor layer = AlignedTensor.Of(values, device, n) + linear - linear.detach();
        return metrics with { Mse = where(tensor(repaired, device: device), layer, metrics.Mse) };
    }

    private (double Mse, DesignGradient Gradient)? Repair(IsacInstance instance, Design raw)
    {
        if (_layer == FinalLayer.Restoration)
        {
            RestorationSolution restored = FeasibleRestoration.Restore(instance, raw);
            if (restored.Design is not { } design) return null;
            (double mse, ComplexMatrix cotangent) = Objective(instance.Objective, design.Covariance());
            return (mse, FeasibleRestoration.Backward(instance, raw, restored, cotangent));
        }

        ProjectionSolution solution = _projection.Project(instance, raw);
        if (solution.Covariance is not { } covariance) return null;
        (double value, ComplexMatrix gradient) = Objective(instance.Objective, covariance);
        return (value, _derivative.Backward(instance, raw, solution, gradient));
    }

    /// <summary>L(R) and its gradient.</summary>
    private static (double Mse, ComplexMatrix Gradient) Objective(BeampatternObjective objective, ComplexMatrix covariance)
    {
        double[] sums = DiagonalSums.Of(covariance);
        var gradient = new ComplexMatrix(covariance.Rows, covariance.Rows);
        objective.WriteGradient(sums, gradient);
        return (objective.Mse(sums), gradient);
    }

    /// <summary>[Re; Im] of [C S] with power 1 as a design with power P0.</summary>
    private static Design Read(ReadOnlySpan<float> beams, IsacInstance instance)
    {
        int m = instance.Antennas, users = instance.Users, columns = users + m;
        var c = new ComplexMatrix(m, users);
        var s = new ComplexMatrix(m, m);
        double scale = Math.Sqrt(instance.Power);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                Complex entry = scale * new Complex(beams[i * columns + j], beams[(m + i) * columns + j]);
                if (j < users) c[i, j] = entry;
                else s[i, j - users] = entry;
            }
        }

        return new Design(c, s);
    }

    private static void Write(DesignGradient gradient, double scale, Span<float> target)
    {
        int m = gradient.C.Rows, users = gradient.C.Columns, columns = users + m;
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                Complex entry = scale * (j < users ? gradient.C[i, j] : gradient.S[i, j - users]);
                target[i * columns + j] = (float)entry.Real;
                target[(m + i) * columns + j] = (float)entry.Imaginary;
            }
        }
    }
}
