using IsacCluster.Campaigns.Onnx;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// Reads an ONNX model as an algorithm, {onnx: net.onnx, batch: 64}. The path is beside the specification; names, types and shapes of the
/// model are checked against every point. The runtime is loaded with the first such file, not before.
/// </summary>
internal static class OnnxReader
{
    public const string File = "onnx";
    private const string Batch = "batch", Expected = "the path of an ONNX model, net.onnx";
    private const int UsualBatch = 64, MostBatch = 4096;

    public static readonly string[] Known = [File, Batch];

    /// <param name="label">What results call it.</param>
    public static AlgorithmSpecification Read(string label, Field value, SpecificationSource source, IReadOnlyList<SweepPoint> points)
    {
        FieldMapping fields = FieldMapping.Of(value, Known);
        Field file = fields.Required(File, Expected);
        string text = file.Text(Expected), path = Path.GetFullPath(text, Path.GetDirectoryName(Path.GetFullPath(source.Path))!);
        Field? asked = fields.Optional(Batch);
        int? batch = (int?)asked?.WholeNumber(1, MostBatch);
        OnnxModel? model = Load(file, text, path, source);
        if (model is null) return new OnnxSpecification(label, path, $"missing:{text}", batch ?? UsualBatch, null);
        if (asked is not null && model.Batch is { } own && own != batch)
            throw asked.NotAllowed($"{own}, the batch of the model's inputs");
        int size = batch ?? model.Batch ?? UsualBatch;
        foreach (SweepPoint point in points)
        {
            Scenario scenario = point.Scenario;
            var sizes = new OnnxSizes(size, scenario.Antennas, scenario.Users, scenario.Targets.CountPerSample());
            if ((model.Refusal(sizes) ?? model.Refusal(scenario.Targets)) is { } reason)
                throw file.Error($"{OneLine.Quote(text)} {OneLine.Escape(reason)} at the point {point.Id}.");
        }

        return new OnnxSpecification(label, path, model.Digest, size, model);
    }

    private static OnnxModel? Load(Field file, string text, string path, SpecificationSource source)
    {
        if (!System.IO.File.Exists(path))
        {
            return source.MayLackFiles
                ? null
                : throw file.NotAllowed($"a file that exists; {OneLine.Escape(path)} does not");
        }

        try
        {
            return OnnxModel.Load(path);
        }
        catch (InvalidDataException error)
        {
            throw file.Error($"{OneLine.Quote(text)} {OneLine.Escape(error.Message).TrimEnd('.')}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw file.NotAllowed($"a file that can be read; {OneLine.Escape(error.Message).TrimEnd('.')}");
        }
    }
}

/// <summary>An ONNX model of a campaign's user.</summary>
/// <param name="Path">Absolute, of its file.</param>
/// <param name="Digest">sha256:... of the file.</param>
/// <param name="Batch">B, problems that it computes at once.</param>
/// <param name="Model">Null: the file is not on this machine.</param>
internal sealed record OnnxSpecification(string Label, string Path, string Digest, int Batch, OnnxModel? Model)
    : AlgorithmSpecification("onnx", Label)
{
    public override IReadOnlyList<string> Lacks => Model is null ? [Path] : [];

    public override IDesignAlgorithm Create(SweepPoint point, SampleMemo? memo = null) =>
        new OnnxAlgorithm(Label, Model ?? throw new FileNotFoundException($"{Path} is not on this machine.", Path), Batch);

    /// <summary>The batch is part of it: the kernels of a runtime round differently for another number of rows.</summary>
    public override object ToCanonical() => new Dictionary<string, object?>
    {
        ["batch"] = Batch,
        ["label"] = Label,
        ["name"] = Name,
        ["onnx"] = Digest,
    };
}
