using IsacCluster.Cluster;
using IsacCluster.Training;

namespace IsacCluster.Silo.Hosting;

/// <summary>The CUDA devices of this machine that this build of libtorch can use, counted once.</summary>
public sealed class CudaProbe : IAcceleratorProbe
{
    private readonly Lazy<int> _count = new(() => TorchDevice.CudaDevices);

    public int Count => _count.Value;
}
