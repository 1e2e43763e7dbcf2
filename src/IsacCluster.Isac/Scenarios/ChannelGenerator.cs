using IsacCluster.Numerics;

namespace IsacCluster.Isac.Scenarios;

/// <summary>The channel matrix of a sample: L x M, row l is h_l.</summary>
public static class ChannelGenerator
{
    public static ComplexMatrix Generate(Scenario scenario, ulong seed, ulong sample)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var channel = new ComplexMatrix(scenario.Users, scenario.Antennas);
        scenario.Channel.Fill(channel, seed, sample, scenario.Slots, scenario.AntennaArray());
        return channel;
    }
}
