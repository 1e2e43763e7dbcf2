using System.Globalization;
using System.Security.Cryptography;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Export;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace IsacCluster.Campaigns.Onnx;

/// <summary>
/// An ONNX file that maps channels to designs, checked for <see cref="OnnxTensor.Inputs"/> and <see cref="OnnxTensor.Outputs"/>. ONNX
/// Runtime computes it on the processor, in the thread that asks, so that the same bits go in and come out. Immutable and shared between
/// threads.
/// </summary>
internal sealed class OnnxModel
{
    private static readonly Dictionary<string, WeakReference<OnnxModel>> Loaded = new(StringComparer.Ordinal);
    private static readonly Lock LoadedLock = new();

    private OnnxModel(InferenceSession session, string digest)
    {
        (Session, Digest) = (session, digest);
        Inputs = [.. OnnxTensor.Inputs.Where(tensor => session.InputMetadata.ContainsKey(tensor.Name))];
        Outputs = [.. OnnxTensor.Outputs.Where(tensor => session.OutputMetadata.ContainsKey(tensor.Name))];
        int[] batches =
        [
            .. session.InputMetadata.Values.Concat(Outputs.Select(tensor => session.OutputMetadata[tensor.Name]))
                .Select(tensor => tensor.Dimensions.FirstOrDefault(-1)).Where(size => size > 0).Distinct(),
        ];
        Batch = batches.Length == 0 ? null : batches[0];
        HasOneBatch = batches.Length <= 1;
        if (!session.InputMetadata.ContainsKey(OnnxExport.TargetsKey)
            && session.ModelMetadata.CustomMetadataMap.TryGetValue(OnnxExport.TargetsKey, out string? targets))
        {
            MadeFor = targets;
        }
    }

    /// <summary>sha256:... of the file.</summary>
    public string Digest { get; }

    public InferenceSession Session { get; }

    /// <summary>The inputs that it has.</summary>
    public IReadOnlyList<OnnxTensor> Inputs { get; }

    /// <summary>c, and s or r.</summary>
    public IReadOnlyList<OnnxTensor> Outputs { get; }

    /// <summary>Problems that it takes at once; null: any number.</summary>
    public int? Batch { get; }

    /// <summary>The targets that the file says it is made for, degrees with commas; null: any.</summary>
    public string? MadeFor { get; }

    private bool HasOneBatch { get; }

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">No model of designs; the message goes on after its name.</exception>
    public static OnnxModel Load(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        string digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(file))}";
        lock (LoadedLock)
        {
            if (Loaded.TryGetValue(digest, out WeakReference<OnnxModel>? known) && known.TryGetTarget(out OnnxModel? alive)) return alive;
            if (ExternalData.IsIn(file))
                throw new InvalidDataException("keeps weights in other files, which its SHA-256 does not cover: export it as one file");
            OnnxModel model = Load(file, digest);
            foreach (string gone in Loaded.Where(entry => !entry.Value.TryGetTarget(out _)).Select(entry => entry.Key).ToList())
                Loaded.Remove(gone);
            Loaded[digest] = new WeakReference<OnnxModel>(model);
            return model;
        }
    }

    /// <summary>Why it cannot serve problems of some sizes; null if it can.</summary>
    public string? Refusal(OnnxSizes sizes) =>
        Inputs.Select(tensor => Refusal("input", tensor, Session.InputMetadata[tensor.Name], sizes))
            .Concat(Outputs.Select(tensor => Refusal("output", tensor, Session.OutputMetadata[tensor.Name], sizes)))
            .FirstOrDefault(refusal => refusal is not null);

    /// <summary>Why it cannot serve problems with some targets; null if it can.</summary>
    public string? Refusal(TargetModel targets)
    {
        if (targets.HasElevations() && Inputs.Any(static input => input.Name == "targets_deg"))
            return "takes targets_deg, azimuths alone; expected targets without elevations";
        if (MadeFor is null) return null;
        double[] own = [.. MadeFor.Split(',').Select(static word => double.Parse(word, CultureInfo.InvariantCulture)).Order()];
        return targets is FixedTargets same && own.SequenceEqual(same.AnglesDeg.Order())
            ? null
            : $"is made for targets at {MadeFor.Replace(",", ", ", StringComparison.Ordinal)} degrees; expected those of the scenario "
                + "(isac export-onnx --targets-deg)";
    }

    private static OnnxModel Load(byte[] file, string digest)
    {
        try
        {
            OrtEnv.Instance().DisableTelemetryEvents();
            using var options = new SessionOptions
            {
                IntraOpNumThreads = 1,
                InterOpNumThreads = 1,
                ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            };
            var session = new InferenceSession(file, options);
            if (Refusal(session) is not { } refusal) return new OnnxModel(session, digest);
            session.Dispose();
            throw new InvalidDataException(refusal);
        }
        catch (OnnxRuntimeException error)
        {
            throw new InvalidDataException($"is no ONNX model that ONNX Runtime loads: {error.Message}", error);
        }
        catch (Exception error) when (error.GetBaseException() is DllNotFoundException)
        {
            throw new InvalidDataException(
                "needs the native library of ONNX Runtime, which is not here: a program published with -p:Libtorch=none lacks it", error);
        }
    }

    /// <summary>Why the names and types of a model are not those of one of designs.</summary>
    private static string? Refusal(InferenceSession session)
    {
        string inputs = string.Join(", ", OnnxTensor.Inputs), outputs = string.Join(", ", OnnxTensor.Outputs.Take(2));
        string? unknown = session.InputMetadata.Keys.FirstOrDefault(name => OnnxTensor.Inputs.All(tensor => tensor.Name != name));
        if (unknown is not null) return $"has the input '{unknown}'; expected inputs of {inputs}";
        if (!session.InputMetadata.ContainsKey("channels")) return $"has no input channels; expected inputs of {inputs}";
        string[] missing = [.. new[] { "c", "s" }.Where(name => !session.OutputMetadata.ContainsKey(name))];
        bool hasCovariance = session.OutputMetadata.ContainsKey("r");
        if (missing.Contains("c") || (missing.Contains("s") && !hasCovariance))
        {
            string own = string.Join(", ", session.OutputMetadata.Keys);
            return $"has the outputs {own}; expected {outputs} or r of the same shape instead of s";
        }

        if (!missing.Contains("s") && hasCovariance) return "has the outputs s and r; expected one of the two";
        return session.InputMetadata.Select(entry => TypeRefusal("input", entry.Key, entry.Value))
            .Concat(session.OutputMetadata.Where(entry => OnnxTensor.Outputs.Any(tensor => tensor.Name == entry.Key))
                .Select(entry => TypeRefusal("output", entry.Key, entry.Value)))
            .FirstOrDefault(refusal => refusal is not null);
    }

    private static string? TypeRefusal(string role, string name, NodeMetadata found) =>
        found.IsTensor && found.ElementDataType is TensorElementType.Float or TensorElementType.Double
            ? null
            : $"has the {role} {name} of {(found.IsTensor ? found.ElementDataType : found.OnnxValueType)}; expected float32 or float64";

    private string? Refusal(string role, OnnxTensor tensor, NodeMetadata found, OnnxSizes sizes)
    {
        long[] expected = sizes.Of(tensor);
        int[] shape = found.Dimensions;
        if (!HasOneBatch) return "has several sizes of its first dimension; expected one batch for all inputs and outputs";
        bool fits = shape.Length == expected.Length && shape.Zip(expected).Skip(1).All(pair => pair.First < 0 || pair.First == pair.Second);
        if (fits) return null;
        string own = string.Join(
            ", ", shape.Zip(found.SymbolicDimensions, static (size, name) => size >= 0 ? $"{size}" : name.Length == 0 ? "?" : name));
        return $"has the {role} {tensor.Name} of shape ({own}); expected {tensor}, which is "
            + $"({string.Join(", ", expected.Skip(1).Select(size => $"{size}").Prepend("batch"))})";
    }
}
