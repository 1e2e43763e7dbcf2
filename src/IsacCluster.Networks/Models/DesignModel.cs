using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Refinement;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Inference;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Models;

/// <summary>A trained network, loaded from a model file. Immutable and shared between threads; needs no TorchSharp.</summary>
public sealed class DesignModel
{
    private const string PlainOnly =
        "it was trained for a linear array at half a wavelength, a total power, one noise, one threshold and the beampattern of sectors "
        + "alone, and the scenario has other options";

    private readonly ModelContent _content;
    private readonly Lazy<PackedNetwork> _network;

    private DesignModel(ModelContent content)
    {
        _content = content;
        _network = new Lazy<PackedNetwork>(() => new PackedNetwork(content.Architecture, content.Parameters.Span));
    }

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">Not a model file; the message says why, without the path.</exception>
    public static DesignModel Load(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path));
        }
        catch (UnauthorizedAccessException cause)
        {
            throw new IOException(cause.Message, cause);
        }
    }

    /// <summary>The model of a file's bytes.</summary>
    /// <exception cref="InvalidDataException">Not a model file; the message says why.</exception>
    public static DesignModel Parse(ReadOnlySpan<byte> file) => new(ModelFile.Decode(file));

    public NetworkArchitecture Architecture => _content.Architecture;

    /// <summary>sha256:... of the file.</summary>
    public string Digest => _content.Digest;

    /// <summary>The file's metadata: architecture, spec, seed, training curve, ...</summary>
    public IReadOnlyDictionary<string, string> Metadata => _content.Metadata;

    /// <summary>Weights and biases in the order of <see cref="NetworkLayout"/>.</summary>
    public ReadOnlyMemory<float> Parameters => _content.Parameters;

    /// <summary>Why this model cannot serve a scenario (another M; for a DNN another L or K); null if it can.</summary>
    public string? Refusal(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return InstanceShape.Of(scenario).Refusal(Architecture) ?? (scenario.IsPlain() ? null : PlainOnly);
    }

    /// <summary>An evaluator with work space of its own, for one thread.</summary>
    /// <param name="start">Where closed loops start, the radar-only optimum of an objective; other networks do not ask for it.</param>
    /// <exception cref="ArgumentNullException">The network has a closed loop and there is no start.</exception>
    public DesignNetwork CreateNetwork(Func<BeampatternObjective, DescentStart>? start = null) => new(_network.Value, start);
}
