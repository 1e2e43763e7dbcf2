using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Networks.Layouts;
using IsacCluster.Numerics;

namespace IsacCluster.Networks.Inference;

/// <summary>What makes a design of power P0 from the outputs of a network, in doubles. Not thread-safe.</summary>
internal abstract class NetworkReadout
{
    /// <summary>Of networks without a closed loop, which has a read-out of its own (<see cref="FeedbackReadout"/>).</summary>
    public static NetworkReadout Create(NetworkArchitecture architecture) =>
        architecture.Readout == Readout.Direct ? new DirectReadout() : new SplitReadout(architecture);

    /// <param name="outputs">The users' outputs, then M x M real and M x M imaginary parts, row by row, and the steps of
    /// refinements.</param>
    public abstract Design Design(IsacInstance instance, ReadOnlySpan<float> outputs);

    /// <summary>sqrt(P0) over the norm of the values; null where they are all 0 or not finite.</summary>
    protected static double? ScaleToPower(ReadOnlySpan<float> values, double power)
    {
        double sum = 0;
        foreach (float value in values) sum += (double)value * value;
        return sum > 0 && double.IsFinite(sum) ? Math.Sqrt(power / sum) : null;
    }

    /// <summary>scale (A + jB) from the real parts, row by row, and then the imaginary parts.</summary>
    protected static ComplexMatrix Matrix(ReadOnlySpan<float> values, int order, double scale)
    {
        var matrix = new ComplexMatrix(order, order);
        Complex[] data = matrix.Data;
        for (int i = 0; i < data.Length; i++) data[i] = new Complex(scale * values[i], scale * values[data.Length + i]);
        return matrix;
    }

    /// <summary>S = sqrt(P0 / M) I, C = 0: what a network that says nothing is taken for.</summary>
    protected static Design Isotropic(IsacInstance instance)
    {
        int m = instance.Antennas;
        var s = new ComplexMatrix(m, m);
        for (int i = 0; i < m; i++) s[i, i] = Math.Sqrt(instance.Power / m);
        return new Design(new ComplexMatrix(m, instance.Users), s);
    }
}
