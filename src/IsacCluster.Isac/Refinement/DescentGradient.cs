using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Refinement;

/// <summary>
/// The gradient of f(B) = L(R) / L_0 - sum_l c_l ln SINR_l in B, 2 / L_0 T B - sum_l h_l (gradient in g_l), T the gradient of L,
/// and its derivative along a direction. No allocation. Not thread-safe.
/// </summary>
internal sealed class DescentGradient
{
    private readonly int _antennas;
    private readonly PlanarMatrix _left, _stack, _adjoint, _product, _change;
    private double[] _sums = [], _slope = [];

    public DescentGradient(int users, int antennas)
    {
        _antennas = antennas;
        Channels = new UserChannels(users, antennas);
        (_adjoint, _product, _change) = (new(antennas, antennas), new(antennas, antennas), new(antennas, antennas));
        (_left, _stack) = (new(antennas, antennas + users), new(antennas + users, antennas));
    }

    public UserChannels Channels { get; }

    public void Load(IsacInstance instance)
    {
        Channels.Load(instance);
        for (int l = 0; l < Channels.Users; l++)
        {
            for (int m = 0; m < _antennas; m++) _left[m, _antennas + l] = -System.Numerics.Complex.Conjugate(Channels.Conjugates[l, m]);
        }
    }

    /// <summary>target := the gradient, from the split's in g; returns L(R).</summary>
    /// <param name="scale">Of L(R): 1 / L_0.</param>
    /// <param name="ofReceived">The gradient of sum_l c_l ln SINR_l in g, L x M; null: 0.</param>
    public double Evaluate(PlanarMatrix b, DescentStart start, double scale, PlanarMatrix? ofReceived, PlanarMatrix target)
    {
        int stride = start.Form.Stride;
        if (_sums.Length != stride) (_sums, _slope) = (new double[stride], new double[stride]);
        start.Form.Sums(b, b, _adjoint, _product, _sums);
        double value = start.Form.Slope(_sums, _slope);
        start.Form.WriteGradient(_slope, 2 * scale, _left);
        Multiply(b, ofReceived, target);
        return value;
    }

    /// <summary>target := the derivative along a direction, after <see cref="Evaluate"/> at B.</summary>
    /// <param name="ofReceived">The derivative of the gradient in g, L x M.</param>
    public void Differentiate(
        PlanarMatrix b, PlanarMatrix direction, DescentStart start, double scale, PlanarMatrix ofReceived, PlanarMatrix target)
    {
        start.Form.Sums(b, direction, _adjoint, _product, _sums);
        start.Form.Slope(_sums, _slope);
        start.Form.WriteGradient(_slope, 2 * scale, _change);
        MatrixProducts.Multiply(_change, b, _product);
        Multiply(direction, ofReceived, target);
        target.Add(1, _product);
    }

    private void Multiply(PlanarMatrix b, PlanarMatrix? ofReceived, PlanarMatrix target)
    {
        b.Re.CopyTo(_stack.Re, 0);
        b.Im.CopyTo(_stack.Im, 0);
        if (ofReceived is null)
        {
            Array.Clear(_stack.Re, b.Re.Length, _stack.Re.Length - b.Re.Length);
            Array.Clear(_stack.Im, b.Im.Length, _stack.Im.Length - b.Im.Length);
        }
        else
        {
            ofReceived.Re.CopyTo(_stack.Re, b.Re.Length);
            ofReceived.Im.CopyTo(_stack.Im, b.Im.Length);
        }

        MatrixProducts.Multiply(_left, _stack, target);
    }
}
