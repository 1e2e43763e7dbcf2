using IsacCluster.Isac.Scenarios;
using IsacCluster.Training.Samples;
using TorchSharp;

namespace IsacCluster.Training.Tests;

public sealed class TrainingBatchTests
{
    [Fact]
    public void Regrouping_gives_each_user_the_channels_of_its_own_in_another_order()
    {
        using var scope = torch.NewDisposeScope();
        TrainingBatch batch = new SampleSource(new Scenario { Antennas = 4, Users = 3 }, 9, null).Draw(0, 6, torch.CPU);
        long[][] orders = [[5, 4, 3, 2, 1, 0], [0, 1, 2, 3, 4, 5], [1, 0, 3, 2, 5, 4]];
        TrainingBatch regrouped = batch.Regrouped(user => orders[user]);
        Assert.Equal(batch.Channels.shape, regrouped.Channels.shape);
        for (int sample = 0; sample < 6; sample++)
        {
            for (int user = 0; user < 3; user++)
                Assert.Equal(Values(batch.Channels[orders[user][sample], user]), Values(regrouped.Channels[sample, user]));
        }

        Assert.Same(batch.Thresholds, regrouped.Thresholds);

        static float[] Values(torch.Tensor tensor) => tensor.contiguous().data<float>().ToArray();
    }
}
