using System.Collections.Concurrent;
using System.Numerics;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;
using IsacCluster.Training.Settings;

namespace IsacCluster.Training.Tests;

/// <summary>Trainings on channels of which there are so many only, as of a file.</summary>
public sealed class StoredSamplesTests
{
    [Fact]
    public void Training_validation_and_test_have_rows_of_their_own()
    {
        var table = new TableChannel(90, []);
        TrainingSettings settings = SmallTraining.Settings() with
        {
            Scenario = new Scenario { Antennas = 4, GridPoints = 45, Channel = table },
            FreshChannels = false,
            Epochs = 2,
        };
        SmallTraining.Run(settings);
        Assert.Equal(Enumerable.Range(0, 90).Select(row => ((ulong)row, 1)), table.Read.Select(row => (row.Key, row.Value)).Order());
    }

    /// <summary>Rows of 1, 2, ... at changing antennas, which counts how often each is read.</summary>
    private sealed record TableChannel(long Rows, ConcurrentDictionary<ulong, int> Read) : ChannelSource
    {
        public override long? Samples() => Rows;

        public override void Fill(ComplexMatrix channel, ulong seed, ulong sample, int slots)
        {
            Read.AddOrUpdate(sample, 1, static (_, count) => count + 1);
            for (int l = 0; l < channel.Rows; l++)
            {
                for (int m = 0; m < channel.Columns; m++)
                    channel[l, m] = 1e-5 * Complex.FromPolarCoordinates(1 + (sample + (ulong)m) % 3, l + m * (double)sample);
            }
        }
    }
}
