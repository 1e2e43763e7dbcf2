using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace IsacCluster.Reporting;

/// <summary>What a result's bits may depend on besides its specification: versions and the instruction set.</summary>
public static class RuntimeManifest
{
    /// <summary>Versions of this program, the runtime, the operating system and the numerical libraries.</summary>
    public static IReadOnlyDictionary<string, string> Versions { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["isac"] = Of(typeof(RuntimeManifest).Assembly),
        ["dotnet"] = Environment.Version.ToString(),
        ["os"] = RuntimeInformation.OSDescription,
        ["mathnet.numerics"] = Of(typeof(MathNet.Numerics.Distributions.StudentT).Assembly),
    };

    /// <summary>Version and commit of this program, for example 0.1.0+26913b0ba7ed.</summary>
    public static string Build { get; } = BuildOf(typeof(RuntimeManifest).Assembly);

    /// <summary>Architecture and the widest vector extension that the runtime uses, for example x64/avx512.</summary>
    public static string InstructionSet { get; } =
        RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()
        + (Avx512F.IsSupported ? "/avx512" : Avx2.IsSupported ? "/avx2" : Sse41.IsSupported ? "/sse4.1" : "");

    /// <summary>Model of the processor, such as "AMD EPYC 9554"; the architecture where the system does not tell.</summary>
    public static string Cpu { get; } = ModelOfLinux() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
        ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string? ModelOfLinux()
    {
        const string file = "/proc/cpuinfo", field = "model name";
        if (!File.Exists(file)) return null;
        string? line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    private static string BuildOf(Assembly assembly)
    {
        const int digits = 12;
        string? version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        string[] parts = (version ?? "unknown").Split('+');
        return parts.Length < 2 ? parts[0] : $"{parts[0]}+{parts[1][..Math.Min(digits, parts[1].Length)]}";
    }

    private static string Of(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? assembly.GetName().Version?.ToString() ?? "unknown";
}
