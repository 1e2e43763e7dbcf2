using TorchSharp;

namespace IsacCluster.Training.Tests;

public sealed class TorchLoadsTests
{
    [Fact]
    public void The_native_library_loads_and_adds()
    {
        using torch.Tensor sum = torch.ones(2) + torch.ones(2);
        Assert.Equal(4f, sum.sum().item<float>());
    }
}
