using System.Text.RegularExpressions;
using TorchSharp;

namespace IsacCluster.Training.Tensors;

/// <summary>The device of a training: cpu, cuda:N, or auto, which is cuda:0 where the build and the machine have it.</summary>
public static partial class TorchDevice
{
    private const string Cuda = "cuda:";

    /// <summary>What <see cref="IsName"/> takes, for messages.</summary>
    public const string Names = "cpu, auto or cuda:N with N from 0 to 99";

    /// <summary>Whether a text names a device; which devices exist is known only where the training runs.</summary>
    public static bool IsName(string name) => NamePattern.IsMatch(name);

    /// <summary>Whether a name is that of a CUDA device, so that the training needs one.</summary>
    public static bool IsCuda(string name) => Index(name) is not null;

    /// <exception cref="InvalidOperationException">The device does not exist here.</exception>
    internal static torch.Device Open(string name)
    {
        // Small networks run several times faster on one thread than on contended ones; parallel trainings take a slot each.
        torch.set_num_threads(1);
        if (name == "cpu") return torch.CPU;
        int devices = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        if (name == "auto") return devices > 0 ? torch.device("cuda:0") : torch.CPU;
        if (Index(name) is int index && index >= 0 && index < devices) return torch.device(name);
        string found = devices == 0 ? "this build or machine has no CUDA device" : $"this machine has cuda:0 to cuda:{devices - 1}";
        throw new InvalidOperationException($"device '{name}' does not exist: {found}; use cpu or auto.");
    }

    private static int? Index(string name) =>
        name.StartsWith(Cuda, StringComparison.Ordinal) && int.TryParse(name.AsSpan(Cuda.Length), out int index) ? index : null;

    [GeneratedRegex(@"\A(cpu|auto|cuda:(0|[1-9][0-9]?))\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NamePattern { get; }
}
