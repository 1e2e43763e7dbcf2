using System.CommandLine;
using System.Security.Cryptography;
using IsacCluster.Cli.Output;
using IsacCluster.Jobs;
using IsacCluster.Networks.Export;
using IsacCluster.Networks.Models;
using IsacCluster.Reporting.Files;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac export-onnx MODEL -o FILE`: a trained network with its read-out for other programs.</summary>
internal static class ExportOnnxCommand
{
    private const int MostGridPoints = 1_000_000;
    private const double WidestSector = 360;

    public static Command Create()
    {
        Argument<string> model = PathOption.Input("MODEL", "Model file of a training (safetensors).");
        Option<string?> output = PathOption.File("--out", "File to write (default: MODEL with the ending .onnx).", "-o");
        Option<double?> beamwidth = NumberOption.Optional<double>(
            "--beamwidth-deg", "Full width of a sector, which refinements follow (default: the training's).", 1e-6, WidestSector, "DEG");
        Option<int?> grid = NumberOption.Optional(
            "--grid-points", "Points of the angle grid, likewise (default: the training's).", 1, MostGridPoints);
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("export-onnx", "Write a trained network with its read-out as an ONNX file.")
        {
            model, output, beamwidth, grid, json,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(model)!, target = parsed.GetValue(output) ?? Path.ChangeExtension(path, ".onnx");
            Export(path, target, parsed.GetValue(beamwidth), parsed.GetValue(grid), parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Export(string path, string target, double? beamwidth, int? grid, bool json)
    {
        DesignModel model = Load(path);
        if (OnnxExport.Refusal(model.Architecture) is { } reason)
            throw new SpecificationException($"MODEL: '{path}' cannot be written as ONNX: {reason}.");
        bool depends = OnnxExport.DependsOnObjective(model.Architecture);
        (double BeamwidthDeg, int GridPoints)? trained = OnnxExport.Objective(model);
        if (depends && trained is null && (beamwidth is null || grid is null))
        {
            throw new SpecificationException(
                $"MODEL: '{path}' does not say with which sectors it was trained; expected --beamwidth-deg and --grid-points.");
        }

        (double width, int points) = (beamwidth ?? trained?.BeamwidthDeg ?? 0, grid ?? trained?.GridPoints ?? 1);
        byte[] file = OnnxExport.ToOnnx(model, width, points);
        if (Path.GetFullPath(target) == Path.GetFullPath(path))
            throw new SpecificationException($"--out: '{target}' is the model itself; expected another file.");
        if (Path.GetDirectoryName(Path.GetFullPath(target)) is { } folder) Directory.CreateDirectory(folder);
        AtomicFile.Write(target, file);
        string digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(file))}";
        if (json)
        {
            JsonOutput.Write(new
            {
                File = Path.GetFullPath(target),
                Bytes = file.Length,
                Digest = digest,
                Model = model.Digest,
                BeamwidthDeg = depends ? width : (double?)null,
                GridPoints = depends ? points : (int?)null,
            });
            return;
        }

        string objective = depends ? FormattableString.Invariant($", sectors of {width} degrees on {points} angles") : "";
        Console.WriteLine(FormattableString.Invariant($"{target}: {file.Length} bytes, {digest}{objective}"));
    }

    private static DesignModel Load(string path)
    {
        try
        {
            return DesignModel.Load(path);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new SpecificationException($"MODEL: '{path}' cannot be read: {error.Message}", error);
        }
    }
}
