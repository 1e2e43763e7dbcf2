using System.Security.Cryptography;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Models;

/// <summary>What a model file holds.</summary>
/// <param name="Parameters">In the order of <see cref="NetworkLayout"/>: each layer's weights, row-major, then its biases.</param>
/// <param name="Metadata">All of it, with format and architecture.</param>
/// <param name="Digest">sha256:... of the file.</param>
public sealed record ModelContent(
    NetworkArchitecture Architecture, ReadOnlyMemory<float> Parameters, IReadOnlyDictionary<string, string> Metadata, string Digest);

/// <summary>
/// A model as a safetensors file: the tensors Name.weight [outputs, inputs] and Name.bias [outputs] of each layer of
/// <see cref="NetworkLayout"/>, in the metadata "format" = "isac-model-v1" and "architecture", JSON with the properties of
/// <see cref="NetworkArchitecture"/> in snake case.
/// </summary>
public static class ModelFile
{
    public const string Format = "isac-model-v1", FormatKey = "format", ArchitectureKey = "architecture";

    /// <param name="parameters">In the order of <see cref="NetworkLayout"/>.</param>
    /// <param name="metadata">Further metadata; written in ordinal order of the keys.</param>
    /// <param name="precision">Weights are rounded to it.</param>
    /// <exception cref="ArgumentException">
    /// Another number of parameters than the layout's, one that is not finite, or metadata with the keys format or architecture.
    /// </exception>
    public static byte[] Encode(
        NetworkArchitecture architecture, ReadOnlySpan<float> parameters, IReadOnlyDictionary<string, string> metadata,
        WeightPrecision precision = WeightPrecision.Float32)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        int count = NetworkLayout.ParameterCount(architecture);
        if (parameters.Length != count)
            throw new ArgumentException($"The network has {count} parameters, not {parameters.Length}.", nameof(parameters));
        if (metadata.ContainsKey(FormatKey) || metadata.ContainsKey(ArchitectureKey))
            throw new ArgumentException($"The metadata {FormatKey} and {ArchitectureKey} are written by this method.", nameof(metadata));
        ReadOnlyMemory<float> rest = parameters.ToArray();
        var tensors = new List<NamedTensor>();
        foreach ((string name, int[] shape) in Tensors(architecture))
        {
            int size = shape.Aggregate(1, (product, length) => product * length);
            tensors.Add(new NamedTensor(name, shape, rest[..size]));
            rest = rest[size..];
        }

        return SafetensorsFile.Write(
            tensors,
            [
                new(FormatKey, Format),
                new(ArchitectureKey, ArchitectureJson.Write(architecture)),
                .. metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal),
            ],
            precision);
    }

    /// <summary>Tensors may stand in any order, since other writers of the format sort them.</summary>
    /// <exception cref="InvalidDataException">Not a model file; the message is one line.</exception>
    public static ModelContent Decode(ReadOnlySpan<byte> file)
    {
        SafetensorsFile content = SafetensorsFile.Parse(file);
        if (content.Metadata.GetValueOrDefault(FormatKey) != Format)
            throw Bad($"its format is '{content.Metadata.GetValueOrDefault(FormatKey)}', not '{Format}'");
        NetworkArchitecture architecture = ArchitectureJson.Read(
            content.Metadata.GetValueOrDefault(ArchitectureKey) ?? throw Bad($"it has no metadata '{ArchitectureKey}'"));
        Dictionary<string, NamedTensor> tensors = content.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var parameters = new List<float>();
        foreach ((string name, int[] shape) in Tensors(architecture))
        {
            if (!tensors.Remove(name, out NamedTensor? tensor)) throw Bad($"tensor '{name}' is missing");
            if (!tensor.Shape.SequenceEqual(shape))
                throw Bad($"tensor '{name}' is [{string.Join(", ", tensor.Shape)}], not [{string.Join(", ", shape)}]");
            parameters.AddRange(tensor.Values.Span);
        }

        if (tensors.Count > 0) throw Bad($"tensor '{tensors.Keys.First()}' is none of the architecture's");
        string digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(file));
        return new ModelContent(architecture, parameters.ToArray(), content.Metadata, digest);
    }

    private static IEnumerable<(string Name, int[] Shape)> Tensors(NetworkArchitecture architecture)
    {
        foreach (DenseShape layer in NetworkLayout.Of(architecture))
        {
            yield return (layer.Name + ".weight", [layer.Outputs, layer.Inputs]);
            yield return (layer.Name + ".bias", [layer.Outputs]);
        }
    }

    internal static InvalidDataException Bad(string reason) => new($"Not a model file: {reason}.");
}
