using System.Runtime.InteropServices;
using IsacCluster.Cluster;
using IsacCluster.Training.Native;

namespace IsacCluster.Silo.Hosting;

/// <summary>
/// The CUDA devices of this machine that its libtorch can use, counted once: those of the driver if libtorch is a build for CUDA.
/// Asks the driver itself, so that a silo that trains nothing never loads libtorch.
/// </summary>
/// <remarks>CUDA Driver API: cuInit, cuDeviceGetCount; CUDA_VISIBLE_DEVICES counts. Neither makes a context.</remarks>
public sealed class CudaProbe : IAcceleratorProbe
{
    private const int Success = 0;
    private readonly Lazy<int> _count = new(static () => Libtorch.HasCuda ? DriverDevices() : 0);

    [UnmanagedFunctionPointer(CallingConvention.Winapi)]
    private delegate int Initialise(uint flags);

    [UnmanagedFunctionPointer(CallingConvention.Winapi)]
    private delegate int DeviceCount(out int count);

    public int Count => _count.Value;

    private static int DriverDevices()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out nint driver)) return 0;
        var initialise = Marshal.GetDelegateForFunctionPointer<Initialise>(NativeLibrary.GetExport(driver, "cuInit"));
        var count = Marshal.GetDelegateForFunctionPointer<DeviceCount>(NativeLibrary.GetExport(driver, "cuDeviceGetCount"));
        return initialise(0) == Success && count(out int devices) == Success ? devices : 0;
    }
}
