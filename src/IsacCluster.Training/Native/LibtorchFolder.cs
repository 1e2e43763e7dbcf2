using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace IsacCluster.Training.Native;

/// <summary>A folder that holds the shared libraries of libtorch.</summary>
/// <param name="Path">As given.</param>
internal sealed partial record LibtorchFolder(string Path)
{
    /// <summary>The version that the bindings of TorchSharp were compiled for: another minor version has other symbols.</summary>
    public const string NeededVersion = "2.10";

    /// <summary>In the order in which one needs the other; those with CUDA are in builds for it only.</summary>
    private static readonly string[] LoadOrder = ["c10", "c10_cuda", "torch_cpu", "torch_cuda", "torch"];

    /// <summary>The library that tells a libtorch, for messages: libtorch_cpu.so.</summary>
    public static string MainLibrary { get; } = FileName("torch_cpu");

    /// <summary>Whether the main library is there.</summary>
    public bool HoldsLibtorch => IsFile(System.IO.Path.Combine(Path, MainLibrary));

    /// <summary>Whether this libtorch is a build for CUDA.</summary>
    public bool HasCuda => IsFile(System.IO.Path.Combine(Path, FileName("torch_cuda")));

    /// <summary>Paths of the libraries that are there, in the order to load them.</summary>
    public IEnumerable<string> Libraries => LoadOrder.Select(name => System.IO.Path.Combine(Path, FileName(name))).Where(IsFile);

    /// <summary>
    /// What the file beside the lib folder says: build-version in a libtorch, version.py in a PyTorch; null where there is none.
    /// </summary>
    public string? Version => Parent is not { } parent ? null : new[] { "build-version", "version.py" }
        .Select(name => System.IO.Path.Combine(parent, name)).Where(File.Exists)
        .Select(file => VersionNumber.Match(File.ReadAllText(file))).FirstOrDefault(match => match.Success)?.Value;

    /// <summary>Whether the version is the needed one, or unknown.</summary>
    public bool Fits => Version is not { } version || version.StartsWith(NeededVersion + ".", StringComparison.Ordinal);

    private string? Parent =>
        System.IO.Path.GetDirectoryName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Path)));

    /// <summary>A build links to the package cache, which may have been emptied since; File.Exists is true of such a link.</summary>
    private static bool IsFile(string path) =>
        File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is null or { Exists: true };

    private static string FileName(string library) => string.Format(
        CultureInfo.InvariantCulture,
        OperatingSystem.IsWindows() ? "{0}.dll" : OperatingSystem.IsMacOS() ? "lib{0}.dylib" : "lib{0}.so", library);

    /// <summary>The folder of native libraries for this machine below an application that was built for several.</summary>
    public static string RuntimeFolder()
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string processor = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        return System.IO.Path.Combine("runtimes", $"{system}-{processor}", "native");
    }

    [GeneratedRegex(@"\d+\.\d+\.\d+", RegexOptions.CultureInvariant)]
    private static partial Regex VersionNumber { get; }
}
