using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Networks.Inference;

/// <summary>(C, S) sqrt(P0 / (||C||_F^2 + ||S||_F^2)): (23) as Tr R = P0 needs it. User l's outputs are Re c_l, Im c_l.</summary>
internal sealed class DirectReadout : NetworkReadout
{
    public override Design Design(IsacInstance instance, ReadOnlySpan<float> outputs)
    {
        if (ScaleToPower(outputs, instance.Power) is not { } scale) return Isotropic(instance);
        (int m, int users) = (instance.Antennas, instance.Users);
        var c = new ComplexMatrix(m, users);
        for (int l = 0; l < users; l++)
        {
            ReadOnlySpan<float> beam = outputs.Slice(2 * m * l, 2 * m);
            for (int i = 0; i < m; i++) c[i, l] = new Complex(scale * beam[i], scale * beam[m + i]);
        }

        return new Design(c, Matrix(outputs[(2 * m * users)..], m, scale));
    }
}
