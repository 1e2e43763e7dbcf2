using System.Numerics;
using IsacCluster.Isac.Channels;
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
        var streams = new ChannelStreams(seed, sample);
        for (int l = 0; l < scenario.Users; l++)
        {
            Span<Complex> row = channel.Row(l);
            scenario.Channel.Draw(users[l], row, streams);
            double amplitude = Math.Sqrt(UserGeometry.PathGain(users[l]));
            for (int m = 0; m < row.Length; m++) row[m] *= amplitude;
        }

        return channel;
    }
}
