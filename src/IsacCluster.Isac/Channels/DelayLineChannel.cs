using System.Numerics;
using IsacCluster.Isac.Arrays;

namespace IsacCluster.Isac.Channels;

/// <summary>
/// A clustered delay line of TR 38.901, 7.7.1, narrowband, seen by the base station, whose side are the departures: clusters n of power P_n
/// (of sum 1) with 20 rays each,
/// <code>
///   g_l = sum_n (P_n / 20)^1/2 sum_m e^{j Phi_nm} a(omega_nm),   sin omega = sin(zenith) sin(azimuth),
///   azimuth_nm = psi_l + AOD_n + c_ASD alpha_m,   zenith_nm = ZOD_n + c_ZSD alpha_pi(m),
/// </code>
/// psi_l the user's azimuth, Phi uniform, pi a random coupling of the rays' azimuths and zeniths, and alpha the offsets of
/// <see cref="RayOffsets"/>. A line of sight is one ray of its own. Delays do not matter to one carrier, nor arrivals to one antenna. A
/// horizontal line of antennas sees nothing but omega, other arrays the direction itself (azimuth from the user's, zenith of the table).
/// The tables agree, entry by entry, with two public implementations of the standard
/// (NVlabs/sionna, InterDigitalInc/NeoRadium). 20 blocks for each cluster, and one for the line of sight, a user.
/// </summary>
public abstract record DelayLineChannel : ChannelModel
{
    /// <summary>sin omega = sin(zenith) sin(azimuth).</summary>
    internal static double Sine(double azimuthDeg, double zenithDeg) =>
        Math.Sin(zenithDeg * (Math.PI / 180)) * Math.Sin(azimuthDeg * (Math.PI / 180));

    public override void Draw(UserPosition user, Span<Complex> g, ChannelStreams streams)
    {
        ArgumentNullException.ThrowIfNull(streams);
        DelayLineTable table = Table();
        IReadOnlyList<double> offsets = RayOffsets.All;
        double from = UserGeometry.AzimuthDeg(user);
        int[] coupling = new int[offsets.Count];
        double[] keys = new double[offsets.Count], phases = new double[offsets.Count];
        for (int n = 0; n < table.Count; n++)
        {
            if (n == 0 && table.HasLineOfSight)
            {
                double phase = 2 * Math.PI * streams.LineOfSight.NextUniformPair().First;
                Complex gain = Complex.FromPolarCoordinates(Math.Sqrt(table.Power(0)), phase);
                AddRay(g, gain, from + table.AzimuthDeg(0), table.ZenithDeg(0), streams);
                continue;
            }

            for (int m = 0; m < offsets.Count; m++) (coupling[m], (keys[m], phases[m])) = (m, streams.Paths.NextUniformPair());
            Array.Sort(keys, coupling);
            double amplitude = Math.Sqrt(table.Power(n) / offsets.Count);
            for (int m = 0; m < offsets.Count; m++)
            {
                double azimuth = from + table.AzimuthDeg(n) + table.AzimuthSpreadDeg * offsets[m];
                double zenith = table.ZenithDeg(n) + table.ZenithSpreadDeg * offsets[coupling[m]];
                Complex gain = Complex.FromPolarCoordinates(amplitude, 2 * Math.PI * phases[m]);
                AddRay(g, gain, azimuth, zenith, streams);
            }
        }
    }

    internal abstract DelayLineTable Table();

    private static void AddRay(Span<Complex> g, Complex gain, double azimuthDeg, double zenithDeg, ChannelStreams streams)
    {
        double across = Sine(azimuthDeg, zenithDeg);
        if (streams.Array is not { IsLinear: false } array)
        {
            UniformLinearArray.AddSteering(g, gain, across, streams.Spacing);
            return;
        }

        (double sin, double cos) = Math.SinCos(zenithDeg * (Math.PI / 180));
        array.AddSteering(g, gain, across, sin * Math.Cos(azimuthDeg * (Math.PI / 180)), cos);
    }
}
