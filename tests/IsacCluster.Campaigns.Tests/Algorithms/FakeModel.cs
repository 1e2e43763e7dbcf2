using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Layouts;
using IsacCluster.Numerics;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Tests.Algorithms;

/// <summary>
/// A model without a network. Its designs: the SDR's where the first channel entry has a positive real part, else R = P0/M I with one
/// antenna for each user, which meets no threshold above 0 dB.
/// </summary>
internal sealed record FakeModel(NetworkKind Kind, string Digest, int? Antennas = null) : ILearnedModel
{
    /// <summary>Sizes of the batches of every inference that this model made.</summary>
    public List<int> Batches { get; } = [];

    public string? Refusal(Scenario scenario) =>
        Antennas is { } antennas && antennas != scenario.Antennas ? $"it is for {antennas} antennas, not {scenario.Antennas}." : null;

    public Inference CreateInference()
    {
        IBeamformingSolver sdr = AlgorithmCatalog.CreateSolver("sdr");
        return instances =>
        {
            Batches.Add(instances.Count);
            return [.. instances.Select(
                instance => IsGood(instance) ? sdr.Solve(instance).Design ?? Isotropic(instance) : Isotropic(instance))];
        };
    }

    public static bool IsGood(IsacInstance instance) => instance.Channel[0, 0].Real > 0;

    public static Design Isotropic(IsacInstance instance)
    {
        double amplitude = Math.Sqrt(instance.Power / instance.Antennas);
        ComplexMatrix c = new(instance.Antennas, instance.Users), s = new(instance.Antennas, instance.Antennas);
        for (int l = 0; l < instance.Users; l++) c[l, l] = amplitude;
        for (int m = instance.Users; m < instance.Antennas; m++) s[m, m] = amplitude;
        return new Design(c, s);
    }

    /// <summary>
    /// Loads by name: dnn-* are DNNs, gnn-* are GNNs, *-m8* serves 8 antennas only; missing, denied, unreadable and broken are what they
    /// say. The digest is that of the name without its folder.
    /// </summary>
    public static ILearnedModel Load(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return name switch
        {
            "missing" => throw new FileNotFoundException("No such file."),
            "denied" => throw new UnauthorizedAccessException("Access denied."),
            "unreadable" => throw new IOException("disk\nerror"),
            "broken" => throw new InvalidDataException("The header is cut short."),
            _ => new FakeModel(
                name.StartsWith("dnn", StringComparison.Ordinal) ? NetworkKind.Dnn : NetworkKind.Gnn, $"sha256:{name}",
                name.Contains("-m8", StringComparison.Ordinal) ? 8 : null),
        };
    }
}
