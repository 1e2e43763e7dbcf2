using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using IsacCluster.Cli.Output;
using IsacCluster.Isac.Arrays;
using IsacCluster.Jobs;
using IsacCluster.Networks.Export;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;
using IsacCluster.Reporting.Files;
using IsacCluster.Solvers.Presolve;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac export-onnx MODEL -o FILE`: a trained network with its read-out for other programs.</summary>
internal static class ExportOnnxCommand
{
    private const int MostGridPoints = 1_000_000;
    private const int MostTargets = 180;
    private const double WidestSector = 360;

    public static Command Create()
    {
        Argument<string> model = PathOption.Input("MODEL", "Model file of a training (safetensors).");
        Option<string?> output = PathOption.File("--out", "File to write (default: MODEL with the ending .onnx).", "-o");
        Option<double?> beamwidth = NumberOption.Optional<double>(
            "--beamwidth-deg", "Full width of a sector, which refinements follow (default: the training's).", 1e-6, WidestSector, "DEG");
        Option<int?> grid = NumberOption.Optional(
            "--grid-points", "Points of the angle grid, likewise (default: the training's).", 1, MostGridPoints);
        var targets = new Option<string?>("--targets-deg")
        {
            Description = "Targets of a model with a closed loop, as --targets-deg=-40,0,40 (default: the training's).",
            HelpName = "DEG,...",
        };
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("export-onnx", "Write a trained network with its read-out as an ONNX file.")
        {
            model, output, beamwidth, grid, targets, json,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(model)!, target = parsed.GetValue(output) ?? Path.ChangeExtension(path, ".onnx");
            Export(path, target, parsed.GetValue(beamwidth), parsed.GetValue(grid), parsed.GetValue(targets), parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Export(string path, string target, double? beamwidth, int? grid, string? targets, bool json)
    {
        DesignModel model = Load(path);
        bool depends = OnnxExport.DependsOnObjective(model.Architecture);
        (double BeamwidthDeg, int GridPoints)? trained = OnnxExport.Objective(model);
        if (depends && trained is null && (beamwidth is null || grid is null))
        {
            throw new SpecificationException(
                $"MODEL: '{path}' does not say with which sectors it was trained; expected --beamwidth-deg and --grid-points.");
        }

        (double width, int points) = (beamwidth ?? trained?.BeamwidthDeg ?? 0, grid ?? trained?.GridPoints ?? 1);
        double[]? angles = Targets(model, path, targets);
        byte[] file;
        if (angles is null)
        {
            file = OnnxExport.ToOnnx(model, width, points);
        }
        else
        {
            var sought = new BeampatternObjective(model.Architecture.Antennas, angles, width, points);
            file = OnnxExport.ToOnnx(model, sought, RadarStart.Of(sought));
        }

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
                TargetsDeg = angles,
            });
            return;
        }

        string objective = depends ? FormattableString.Invariant($", sectors of {width} degrees on {points} angles") : "";
        if (angles is not null) objective += $", targets at {List(angles)} degrees";
        Console.WriteLine(FormattableString.Invariant($"{target}: {file.Length} bytes, {digest}{objective}"));
    }

    /// <summary>The targets of a closed loop, which begins at their radar-only optimum; null where there is none.</summary>
    private static double[]? Targets(DesignModel model, string path, string? text)
    {
        NetworkArchitecture architecture = model.Architecture;
        if (!architecture.IsClosedLoop)
        {
            return text is null
                ? null
                : throw new SpecificationException($"--targets-deg: '{path}' has no closed loop; its file takes targets as an input.");
        }

        if (text is null)
        {
            return OnnxExport.Targets(model)?.ToArray() ?? throw new SpecificationException(
                $"MODEL: '{path}' has a closed loop, which begins at the radar-only optimum of the targets, and was not trained for fixed "
                + "ones; expected --targets-deg.");
        }

        int count = architecture.Kind == NetworkKind.Dnn ? architecture.Targets : 0;
        string[] words = text.Split(',', StringSplitOptions.TrimEntries);
        var angles = new double[words.Length];
        bool valid = words.Length <= MostTargets && (count == 0 || words.Length == count);
        for (int i = 0; i < words.Length && valid; i++)
        {
            valid = double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out angles[i])
                && Math.Abs(angles[i]) <= 90 && !angles.AsSpan(0, i).Contains(angles[i]);
        }

        string number = count == 0 ? $"1 to {MostTargets}" : $"{count}";
        return valid ? angles : throw new SpecificationException(
            $"--targets-deg: '{text}' is not allowed; expected {number} distinct angles from -90 to 90 with commas, -40,0,40.");
    }

    private static string List(IEnumerable<double> numbers) =>
        string.Join(", ", numbers.Select(static number => number.ToString(CultureInfo.InvariantCulture)));

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
