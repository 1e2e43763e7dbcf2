using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Scenarios;

/// <summary>Draws the channel matrix of a sample: L x M, row l is h_l = sqrt(alpha_l) g_l.</summary>
public static class ChannelGenerator
{
    public static ComplexMatrix Generate(Scenario scenario, ulong seed, ulong sample)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ulong slots = (ulong)scenario.Slots;
        UserPosition[] users = UserGeometry.Positions(seed, sample / slots, (int)(sample % slots), scenario.Users);
        var channel = new ComplexMatrix(scenario.Users, scenario.Antennas);
        var fading = new RandomStream(seed, StreamPurpose.Fading, sample);
        var sight = new RandomStream(seed, StreamPurpose.LineOfSight, sample);
        var paths = new RandomStream(seed, StreamPurpose.Paths, sample);
        for (int l = 0; l < scenario.Users; l++)
        {
            Span<Complex> row = channel.Row(l);
            switch (scenario.Channel)
            {
                case RayleighChannel:
                    AddScattered(row, 1, ref fading);
                    break;
                case RicianChannel rician:
                    // Both weights are written so that the limits 0 and infinity of the factor stay exact.
                    double factor = Decibel.ToLinear(rician.FactorDb);
                    AddScattered(row, Math.Sqrt(1 / (1 + factor)), ref fading);
                    double phase = 2 * Math.PI * sight.NextUniformPair().First;
                    AddPath(row, Complex.FromPolarCoordinates(Math.Sqrt(1 / (1 + 1 / factor)), phase), UserGeometry.AzimuthDeg(users[l]));
                    break;
                case GeometricChannel geometric:
                    for (int p = 0; p < geometric.Paths; p++)
                    {
                        double azimuth = UserGeometry.AzimuthDeg(users[l]) + geometric.SpreadDeg * (paths.NextUniformPair().First - 0.5);
                        AddPath(row, fading.NextComplexGaussian() / Math.Sqrt(geometric.Paths), azimuth);
                    }

                    break;
                default:
                    throw new NotSupportedException($"Channel model {scenario.Channel.GetType().Name} is not known.");
            }

            double amplitude = Math.Sqrt(UserGeometry.PathGain(users[l]));
            for (int m = 0; m < row.Length; m++) row[m] *= amplitude;
        }

        return channel;
    }

    private static void AddScattered(Span<Complex> row, double amplitude, ref RandomStream stream)
    {
        for (int m = 0; m < row.Length; m++) row[m] += amplitude * stream.NextComplexGaussian();
    }

    private static void AddPath(Span<Complex> row, Complex gain, double azimuthDeg)
    {
        Complex[] steering = UniformLinearArray.SteeringVector(azimuthDeg, row.Length);
        for (int m = 0; m < row.Length; m++) row[m] += gain * steering[m];
    }
}
