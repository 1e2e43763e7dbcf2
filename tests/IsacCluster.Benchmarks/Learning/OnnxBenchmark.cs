using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;
using IsacCluster.Campaigns;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Networks.Export;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Presolve;

namespace IsacCluster.Benchmarks.Learning;

/// <summary>
/// Exported networks in ONNX Runtime against the inference here, on the same samples in one thread: the largest distance of designs and
/// the time of one.
/// </summary>
internal static class OnnxBenchmark
{
    private const int MostModels = 100;

    /// <summary>||C - C'||_F and ||S - S'||_F over sqrt(P0).</summary>
    private const double Tolerance = 1e-5;

    /// <returns>1 if a design is farther away than 1e-5.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, MostModels, "count", "seed", "users", "batch", "date");
        int count = options.Integer("count", 10_000), seed = options.Integer("seed", 7, least: 0), batch = options.Integer("batch", 64);
        string[] models = [.. Enumerable.Range(0, MostModels).Select(options.Positional).OfType<string>()];
        if (models.Length == 0) throw new UsageException("onnx: expected model files, models/gnn-table3/gnn-table3-sinr_db=8.safetensors.");
        Console.WriteLine(MachineFacts.Take(options.Date(TimeProvider.System)));
        var table = new MarkdownTable(
            "model", "samples", "largest distance", "above 1e-6", "largest of MSE", "ours (us)", "ONNX Runtime (us)");
        double worst = 0;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("isac-onnx");
        try
        {
            foreach (string path in models)
            {
                Console.Error.WriteLine(path);
                SampleEvaluation[] samples = Evaluate(path, folder.FullName, count, seed, options.Integer("users", 2), batch);
                double[] distances = [.. samples.Select(sample => Distance(sample.Algorithms[0], sample.Algorithms[1]))];
                worst = Math.Max(worst, distances.Max());
                table.Add(
                    Path.GetFileNameWithoutExtension(path), Number.Count(count), Number.Scientific(distances.Max()),
                    Number.Count(distances.Count(static distance => distance > 1e-6)),
                    Number.Scientific(samples.Max(static sample => Math.Abs(sample.Algorithms[1].Mse / sample.Algorithms[0].Mse - 1))),
                    Number.Significant(1e6 * samples.Average(static sample => sample.Algorithms[0].Seconds)),
                    Number.Significant(1e6 * samples.Average(static sample => sample.Algorithms[1].Seconds)));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Console.WriteLine(table);
        Console.WriteLine($"load average after: {MachineFacts.ReadLoadAverage()}");
        return worst <= Tolerance ? 0 : 1;
    }

    private static SampleEvaluation[] Evaluate(string path, string folder, int count, int seed, int users, int batch)
    {
        DesignModel model = DesignModel.Load(path);
        (double width, int points) = OnnxExport.Objective(model) ?? (10, 180);
        File.WriteAllBytes(Path.Combine(folder, "net.onnx"), Export(model, width, points));
        string kind = model.Architecture.Kind == NetworkKind.Gnn ? "gnn" : "dnn";
        var specification = (CampaignSpecification)new SpecificationReader().Parse(
            FormattableString.Invariant($$"""
                kind: campaign
                name: x
                seed: {{seed}}
                samples: {{count}}
                scenario: { antennas: {{model.Architecture.Antennas}}, users: {{users}}, grid_points: {{points}}, beamwidth_deg: {{width}} }
                algorithms: [{ {{kind}}: {model: "{{Path.GetFullPath(path)}}"} }, {net: {onnx: net.onnx, batch: {{batch}} } }]
                """),
            Path.Combine(folder, "x.yaml"));
        using SampleEvaluator evaluator = SampleEvaluator.Of(specification, specification.Points[0]);
        var clock = new StageClock(TimeProvider.System);
        evaluator.Evaluate(0, batch, clock, CancellationToken.None); // loads and compiles
        return [.. Enumerable.Range(0, (count + batch - 1) / batch).SelectMany(i =>
            evaluator.Evaluate((long)i * batch, Math.Min(batch, count - i * batch), clock, CancellationToken.None))];
    }

    /// <summary>Those with a closed loop for the targets of the default scenario.</summary>
    private static byte[] Export(DesignModel model, double width, int points)
    {
        if (!model.Architecture.IsClosedLoop) return OnnxExport.ToOnnx(model, width, points);
        BeampatternObjective objective = new(
            model.Architecture.Antennas, ((FixedTargets)new Scenario().Targets).AnglesDeg, width, points);
        return OnnxExport.ToOnnx(model, objective, RadarStart.Of(objective));
    }

    private static double Distance(AlgorithmEvaluation ours, AlgorithmEvaluation theirs)
    {
        if (theirs.Design is not { } other) throw new InvalidDataException($"ONNX Runtime returned no design: {theirs.Why}");
        Design design = ours.Design!;
        return Math.Max(Distance(design.C, other.C), Distance(design.S, other.S)) / Math.Sqrt(design.Power());
    }

    private static double Distance(ComplexMatrix a, ComplexMatrix b) =>
        Math.Sqrt(a.Data.Zip(b.Data, static (x, y) => (x - y).Magnitude).Sum(static x => x * x));
}
