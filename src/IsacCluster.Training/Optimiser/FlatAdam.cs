using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace IsacCluster.Training.Optimiser;

/// <summary>
/// Adam (Kingma and Ba 2015; beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8) on one flat vector, whose whole state can be saved. On the CPU in
/// three passes over the vectors instead of TorchSharp's eight, with the same bits.
/// </summary>
internal sealed class FlatAdam : IDisposable
{
    internal const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;
    private readonly Tensor _parameters, _deviation;

    public FlatAdam(Tensor parameters)
    {
        _parameters = parameters;
        First = zeros_like(parameters).DetachFromDisposeScope();
        Second = zeros_like(parameters).DetachFromDisposeScope();
        _deviation = zeros_like(parameters).DetachFromDisposeScope();
    }

    public Tensor First { get; }

    public Tensor Second { get; }

    public long Steps { get; set; }

    public void Step(Tensor gradient, double learningRate)
    {
        Steps++;
        double correction1 = 1 - Math.Pow(Beta1, Steps), correction2 = 1 - Math.Pow(Beta2, Steps);
        if (_parameters.device_type == DeviceType.CPU)
        {
            AdamPasses.Moments(Span(First), Span(Second), Span(gradient), Span(_deviation), correction2);
            _deviation.sqrt_();
            AdamPasses.Move(Span(_parameters), Span(First), Span(_deviation), -learningRate / correction1);
            return;
        }

        using var _ = no_grad();
        First.mul_(Beta1).add_(gradient, alpha: 1 - Beta1);
        Second.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
        Tensor deviation = (Second / correction2).sqrt_().add_(Epsilon);
        _parameters.addcdiv_(First, deviation, -learningRate / correction1);
    }

    public void Dispose()
    {
        First.Dispose();
        Second.Dispose();
        _deviation.Dispose();
    }

    /// <summary>The memory of a contiguous tensor on the CPU.</summary>
    private static Span<float> Span(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
