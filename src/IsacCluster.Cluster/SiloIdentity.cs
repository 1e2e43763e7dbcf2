using System.Globalization;

namespace IsacCluster.Cluster;

/// <summary>What the bits of a result may depend on, of the silo that computed it, and where it was.</summary>
/// <param name="Host">Name of its machine.</param>
/// <param name="Build">Version and commit.</param>
/// <param name="Protocol">See <see cref="CurrentProtocol"/>.</param>
/// <param name="Isa">Architecture and widest vector extension in use, for example x64/avx512.</param>
/// <param name="Cpu">Model of the processor; no bit depends on it.</param>
[GenerateSerializer, Immutable, Alias("isac.silo-identity")]
public sealed record SiloIdentity(
    [property: Id(0)] string Host, [property: Id(1)] string Build, [property: Id(2)] int Protocol, [property: Id(3)] string Isa,
    [property: Id(4)] string? Cpu = null)
{
    /// <summary>Of what silos say to each other; grows with every change that silos of before do not understand.</summary>
    public const int CurrentProtocol = 2;

    /// <summary>What must be the same for the same bits.</summary>
    public string Kind => string.Create(CultureInfo.InvariantCulture, $"build {Build}, protocol {Protocol}, {Isa}");
}
