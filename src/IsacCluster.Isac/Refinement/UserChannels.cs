using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Refinement;

/// <summary>Channels in units where P0 = sigma^2 = 1, as the kernels read them.</summary>
public sealed class UserChannels
{
    public UserChannels(int users, int antennas) => Conjugates = new PlanarMatrix(users, antennas);

    /// <summary>Row l is sqrt(P0) / sigma_l h_l^H.</summary>
    public PlanarMatrix Conjugates { get; }

    public int Users => Conjugates.Rows;

    public int Antennas => Conjugates.Columns;

    public void Load(IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        for (int l = 0; l < Users; l++)
        {
            double scale = Math.Sqrt(instance.Power / instance.NoiseOf(l));
            ReadOnlySpan<System.Numerics.Complex> h = instance.Channel.Row(l);
            int row = l * Conjugates.Stride;
            for (int m = 0; m < h.Length; m++)
                (Conjugates.Re[row + m], Conjugates.Im[row + m]) = (scale * h[m].Real, -scale * h[m].Imaginary);
        }
    }
}
