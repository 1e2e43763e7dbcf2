using IsacCluster.Isac.Scenarios;
using IsacCluster.Learning.Inference;
using IsacCluster.Learning.Networks;

namespace IsacCluster.Learning.Models;

/// <summary>A trained network, loaded from a model file. Immutable and shared between threads; needs no TorchSharp.</summary>
public sealed class DesignModel
{
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">Not a model file; the message says why, without the path.</exception>
    public static DesignModel Load(string path) => throw new NotImplementedException();

    public NetworkArchitecture Architecture => throw new NotImplementedException();

    /// <summary>sha256:... of the file.</summary>
    public string Digest => throw new NotImplementedException();

    /// <summary>The file's metadata: architecture, spec, seed, training curve, ...</summary>
    public IReadOnlyDictionary<string, string> Metadata => throw new NotImplementedException();

    /// <summary>Why this model cannot serve a scenario (another M; for a DNN another L or K); null if it can.</summary>
    public string? Refusal(Scenario scenario) => throw new NotImplementedException();

    /// <summary>An evaluator with work space of its own, for one thread.</summary>
    public DesignNetwork CreateNetwork() => throw new NotImplementedException();
}
