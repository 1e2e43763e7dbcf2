using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Jobs;
using IsacCluster.Networks.Layouts;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Figures;
using IsacCluster.Reporting.Files;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Training;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>
/// results.json, curve.csv, the figures, a card for each model and report.html, each written atomically. Once all models are there,
/// checkpoints are removed.
/// </summary>
internal sealed class TrainingReport(TrainingJob job)
{
    private const string FigureFolder = "figures";

    private TrainingSpecification Specification => job.Specification;

    /// <summary>Whether training and validation measure the same: the same function, of samples with the same thresholds.</summary>
    private bool SameLoss => Specification.Settings is { ValidationLoss: null, SinrRangeDb: null };

    public JobReport Write(JobOutcome outcome, string folder)
    {
        using var activity = JobsTelemetry.Source.StartActivity("write-report");
        string figures = Path.Combine(folder, FigureFolder);
        Directory.CreateDirectory(figures);
        TrainingResults results = Results(outcome, Path.GetFullPath(folder));
        string resultsFile = Path.Combine(folder, "results.json"), page = Path.Combine(folder, "report.html");
        // The numbers first: they are safe whatever happens to the pictures.
        AtomicFile.Write(resultsFile, JsonDocumentText.Write(results));
        AtomicFile.Write(Path.Combine(folder, "curve.csv"), CurveCsv.Write(results));
        List<RenderedFigure> drawn = [];
        for (int k = 0; k < results.Models.Count; k++) drawn.AddRange(WriteModel(results, k, folder));
        AtomicFile.Write(page, TrainingPage.Write(results, CardNames(results), drawn));
        if (results.Complete && !outcome.IsGlance) RemoveCheckpoints();
        return new JobReport(results.Complete, results.Digest, page, resultsFile, results.Models.Count == 0 ? null : Summary(results));
    }

    private TrainingResults Results(JobOutcome outcome, string folder)
    {
        var models = new List<ModelResults>();
        for (int lane = 0; lane < outcome.Lanes.Count; lane++)
        {
            foreach (TrainedModel model in ((TrainedModels)outcome.Lanes[lane].Result).Models.Values)
                models.Add(Model(Specification.Points[lane], model, folder));
        }

        return new TrainingResults
        {
            Name = Specification.Name,
            JobId = job.Id,
            Digest = Digest(models),
            Complete = models.Count == Specification.Points.Count && outcome.Poisoned.Count == 0,
            Points = Specification.Points.Count,
            Models = models,
            Timing = outcome.Timing,
            Tasks = outcome.Tasks,
            Poisoned = outcome.Poisoned,
            Manifest = Manifest.Of(outcome, job.Id, Specification.SpecSha256, Specification.Settings.Seed, Versions()),
            Scenario = ScenarioValue.Of(Specification.Settings.Scenario, Specification.Sweep),
            Specification = outcome.SpecificationText,
            History = outcome.History,
        };
    }

    private ModelResults Model(SweepPoint point, TrainedModel model, string folder)
    {
        string path = job.Folder.ModelFile(point);
        CheckFile(path, model);
        return new ModelResults
        {
            Point = point.Id,
            Params = point.Params,
            File = Path.GetRelativePath(folder, path).Replace('\\', '/'),
            Digest = model.Digest,
            Parameters = NetworkLayout.ParameterCount(Specification.SettingsOf(point).Architecture),
            Epochs = model.Curve.Count == 0 ? 0 : model.Curve[^1].Epoch,
            BestEpoch = model.BestEpoch,
            StoppedEarly = model.StoppedEarly,
            Rollbacks = model.Rollbacks,
            Test = new TestMetrics(model.Test.ValidationLoss, model.Test.Mse, model.Test.Satisfaction),
            Curve = [.. model.Curve.Select(ModelResults.Row)],
        };
    }

    /// <exception cref="InvalidDataException">The file is not what the training wrote; no report is written.</exception>
    private static void CheckFile(string path, TrainedModel model)
    {
        string? fault = !File.Exists(path) ? "is gone from the disk"
            : Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) != model.Sha256 ? $"has not the digest {model.Digest}"
            : null;
        if (fault is not null)
            throw new InvalidDataException($"The model '{path}' {fault}; put it back, or train it again with another --data folder.");
    }

    private static string Digest(List<ModelResults> models)
    {
        var text = new StringBuilder("isac-training-v1\n");
        foreach (ModelResults model in models) text.Append(CultureInfo.InvariantCulture, $"{model.Point} {model.Digest}\n");
        return $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))}";
    }

    /// <summary>The weights also depend on the version of the library that trains.</summary>
    private static SortedDictionary<string, string> Versions()
    {
        var versions = new SortedDictionary<string, string>(RuntimeManifest.Versions.ToDictionary(), StringComparer.Ordinal);
        if (typeof(TrainingRun).Assembly.GetReferencedAssemblies().FirstOrDefault(name => name.Name == "TorchSharp")?.Version is { } torch)
            versions["torchsharp"] = torch.ToString();
        return versions;
    }

    private IReadOnlyList<RenderedFigure> WriteModel(TrainingResults results, int k, string folder)
    {
        ModelResults model = results.Models[k];
        IReadOnlyList<RenderedFigure> drawn = FigureRenderer.Render(LossCurves.Of(model, k, results.Models.Count, SameLoss));
        RenderedFigure.Write(drawn, Path.Combine(folder, FigureFolder));

        string loss = LossCurves.LossId(k, results.Models.Count);
        string? link = drawn.Any(figure => figure.Figure.Id == loss) ? $"{FigureFolder}/{loss}.png" : null;
        SweepPoint point = PointOf(model);
        string name = job.Folder.ModelName(point);
        AtomicFile.Write(Path.Combine(folder, name + ".md"), ModelCard.Write(Specification, point, model, name, link));
        return drawn;
    }

    private Dictionary<string, string> CardNames(TrainingResults results) =>
        results.Models.ToDictionary(model => model.Point, model => job.Folder.ModelName(PointOf(model)) + ".md");

    private SweepPoint PointOf(ModelResults model) => Specification.Points.First(point => point.Id == model.Point);

    private static SummaryTable Summary(TrainingResults results) => new(
        ["point", "loss", "mse (W²)", "satisfaction", "best epoch", "epochs"],
        [
            .. results.Models.Select(model => (IReadOnlyList<string>)
            [
                TrainingPage.Label(model), NumberText.Value(model.Test.Loss), NumberText.Value(model.Test.Mse),
                NumberText.Share(model.Test.Satisfaction),
                $"{model.BestEpoch}", $"{model.Epochs}",
            ]),
        ]);

    /// <summary>Their trainings are accepted; nothing will continue from them.</summary>
    private void RemoveCheckpoints()
    {
        if (!Directory.Exists(job.Folder.Checkpoints)) return;
        foreach (SweepPoint point in Specification.Points) File.Delete(job.Folder.CheckpointFile(point));
        AtomicFile.RemoveLeftovers(job.Folder.Path);
    }
}
