using IsacCluster.Isac.Randomness;
using IsacCluster.Training.Optimiser;
using TorchSharp;

namespace IsacCluster.Training.Tests;

/// <summary>The one-pass Adam against the optimiser of TorchSharp.</summary>
public sealed class FlatAdamTests
{
    [Fact]
    public void Takes_the_steps_of_the_optimiser_of_TorchSharp()
    {
        const int size = 1003;
        float[] start = Draw(0, size);
        torch.Tensor flat = torch.tensor(start).clone();
        var parameter = new TorchSharp.Modules.Parameter(torch.tensor(start).clone());
        using var own = new FlatAdam(flat);
        using var reference = torch.optim.Adam([parameter], 3e-3);
        for (ulong step = 1; step <= 20; step++)
        {
            torch.Tensor gradient = torch.tensor(Draw(step, size)).clone();
            own.Step(gradient, 3e-3);
            parameter.grad = gradient.clone();
            reference.step();
        }

        float[] found = flat.data<float>().ToArray(), expected = parameter.data<float>().ToArray();
        for (int i = 0; i < size; i++) Assert.Equal(expected[i], found[i], 1e-6f * Math.Abs(expected[i]) + 1e-7f);
    }

    private static float[] Draw(ulong sample, int size)
    {
        var stream = new RandomStream(5, StreamPurpose.Training, sample);
        return [.. Enumerable.Range(0, size).Select(_ => (float)stream.NextUniform(-1, 1))];
    }
}
