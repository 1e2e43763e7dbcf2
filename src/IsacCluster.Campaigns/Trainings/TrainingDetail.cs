using IsacCluster.Jobs;
using IsacCluster.Training;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>How a training stands: the curves of its models, and of running ones as far as their progress files tell.</summary>
internal static class TrainingDetail
{
    private static readonly (string Name, Func<CurvePoint, double> Value)[] Curves =
    [
        ("train_loss", point => point.TrainingLoss),
        ("validation_loss", point => point.ValidationLoss),
        ("mse", point => point.Mse),
        ("satisfaction", point => point.Satisfaction),
        ("learning_rate", point => point.LearningRate),
    ];

    public static JobDetail Of(TrainingJob job, JobOutcome outcome)
    {
        List<ModelDetail> models = [.. job.Specification.Points.Select((_, lane) => Model(job, lane, outcome.Lanes[lane]))];
        ModelDetail? shown = models.Find(model => model.State == "running") ?? models.FindLast(model => model.State == "complete");
        return new JobDetail
        {
            Sections = new Dictionary<string, object>
            {
                ["training"] = new
                {
                    Curves = shown?.Curves ?? [],
                    shown?.Epoch,
                    Epochs = shown?.Epochs ?? job.Specification.Settings.Epochs,
                    shown?.BestEpoch,
                    shown?.Line,
                    Models = models,
                },
            },
        };
    }

    private static ModelDetail Model(TrainingJob job, int lane, LaneOutcome outcome)
    {
        string point = job.Specification.Points[lane].Id;
        if (((TrainedModels)outcome.Result).Models.Values.FirstOrDefault() is { } model)
        {
            string ended = model.StoppedEarly ? $"stopped early, best epoch {model.BestEpoch}" : $"trained, best epoch {model.BestEpoch}";
            int last = model.Curve.Count == 0 ? 0 : model.Curve[^1].Epoch;
            return new ModelDetail(
                lane, point, "complete", CurvesOf(model.Curve), last, job.Specification.Settings.Epochs, model.BestEpoch, ended);
        }

        if (job.ReadProgress(lane) is not { } progress)
            return new ModelDetail(lane, point, "waiting", [], null, job.Specification.Settings.Epochs, null, null);
        IReadOnlyList<CurvePoint> curve = ProgressFile.TryReadCurve(job.Folder.ProgressFile(job.Specification.Points[lane]));
        CurvePoint? best = curve.Where(at => double.IsFinite(at.ValidationLoss)).MinBy(at => at.ValidationLoss);
        return new ModelDetail(
            lane, point, "running", CurvesOf(curve), progress.Epoch, progress.Epochs, best?.Epoch, TrainingProgressText.Of(progress).Brief);
    }

    private static List<CurveLine> CurvesOf(IReadOnlyList<CurvePoint> curve) =>
    [
        .. Curves.Select(kind => new CurveLine(
            kind.Name, [.. curve.Where(at => double.IsFinite(kind.Value(at))).Select(at => new[] { at.Epoch, kind.Value(at) })])),
    ];
}

/// <summary>One model of a training.</summary>
/// <param name="Index">Of its point.</param>
/// <param name="State">waiting, running or complete.</param>
/// <param name="Line">In words.</param>
internal sealed record ModelDetail(
    int Index, string Point, string State, IReadOnlyList<CurveLine> Curves, int? Epoch, int Epochs, int? BestEpoch, string? Line);

/// <summary>A value against the epoch.</summary>
internal sealed record CurveLine(string Name, IReadOnlyList<double[]> Points);
