using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;
using IsacCluster.Reporting.Files;
using IsacCluster.Search.Space;
using IsacCluster.Training;
using IsacCluster.Training.Settings;

namespace IsacCluster.Campaigns.Studies.Objectives;

/// <summary>
/// Trains a network with the parameters in place of fields of its specification. Reports each validation; the value is that of the epoch
/// with the best validation. Seed r of a trial is the training's seed + r. After a crash it goes on from its checkpoint. The time of
/// inference is measured on one thread after the training: no two runs agree on it.
/// </summary>
/// <param name="modelFile">
/// Name of the file in a trial's folder that its weights (of the first seed) are kept in; null: they are not.
/// </param>
internal sealed class TrainingObjective(
    TrainingObjectiveSpecification specification, TrainingFunction train, AdoptionFunction adopt, TimeProvider time,
    string? deviceHere, string? modelFile = null)
    : ITrialObjective
{
    private const int TimedInstances = 64, TimedCalls = 15;

    public string Stage => "train-epoch";

    public IReadOnlyList<double>? Evaluate(TrialRun run, CancellationToken cancellation)
    {
        TrainingSettings settings = Settings(run.Parameters, run.Replicate);
        TrialCheckpoint checkpoint = CheckpointOf(run, settings);
        int reportedEpoch = 0;
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            if (run.Part is not null)
            {
                checkpoint.Load();
                if (run.HasReached) return Paused(run);
            }

            TrainingOutcome outcome = train(settings, checkpoint, Observe, time, run.Part is null ? cancellation : pause.Token);
            if (modelFile is not null && run.Replicate == 0) AtomicFile.Write(Path.Combine(run.Folder, modelFile), outcome.Model);
            CurvePoint best = outcome.Curve.FirstOrDefault(point => point.Epoch == outcome.BestEpoch)
                ?? throw new TrialFailedException("no validation gave a finite loss", mayPass: false);
            IReadOnlyDictionary<string, double> campaign = specification.Campaign is { } validation
                ? CampaignMeasurement.Measure(validation, DesignModel.Parse(outcome.Model), time, cancellation)
                : new Dictionary<string, double>();
            return [.. specification.Columns.Select(metric => metric == TrainingMetrics.InferenceTime ? MeasureInference(outcome, settings)
                : campaign.TryGetValue(metric, out double measured) ? measured
                : Value(metric, best, settings))];
        }
        catch (PrunedException)
        {
            return null;
        }
        catch (OperationCanceledException) when (run.HasReached && !cancellation.IsCancellationRequested)
        {
            return Paused(run);
        }
        catch (InvalidOperationException failure)
        {
            // The loss is not finite at any learning rate: so it would be again.
            throw new TrialFailedException(failure.Message, mayPass: false);
        }
        catch (InvalidDataException damaged)
        {
            checkpoint.Remove();
            throw new TrialFailedException(damaged.Message, mayPass: true);
        }

        void Observe(TrainingProgress progress)
        {
            if (progress.LastValidation is not { } point || point.Epoch == reportedEpoch) return;
            reportedEpoch = point.Epoch;
            // known at the end only
            Formula first = specification.Formulas[0];
            if (first.Names.Any(name => name == TrainingMetrics.InferenceTime || CampaignMetrics.IsOne(name))) return;
            if (run.Reported.Count > 0 && run.Reported[^1].Step >= point.Epoch) return; // from before the checkpoint
            bool goesOn = run.Report(
                point.Epoch, first.Evaluate(first.Names, [.. first.Names.Select(name => Value(name, point, settings))]));
            if (run.Replicate == 0) ReportedValues.Append(run.Folder, run.Reported[^1]);
            if (!goesOn && point.Epoch < settings.Epochs) throw new PrunedException();
            if (run.HasReached && point.Epoch < settings.Epochs) pause.Cancel(); // the training saves its state and leaves
        }
    }

    /// <summary>Of a part the file of its own; it begins with that of the part before, or of the trial that it takes over.</summary>
    private TrialCheckpoint CheckpointOf(TrialRun run, TrainingSettings settings)
    {
        if (run.Part is not { } part) return new TrialCheckpoint(Path.Combine(run.Folder, $"checkpoint-{run.Replicate}.ckpt"), run);
        Func<byte[], byte[]>? adopted = part.SourceParameters is not { } text ? null
            : state => adopt(state, Settings(run.Parameters.Space.Parse(text), run.Replicate), settings);
        return new TrialCheckpoint(part.OwnPath(run.Folder, NameOf), run, part.SourcePath(NameOf), adopted);
    }

    /// <summary>Its own checkpoint is there, so the one before is of no more use.</summary>
    private static IReadOnlyList<double>? Paused(TrialRun run)
    {
        if (run.Part!.ContinuesItself(run.Folder)) File.Delete(run.Part.SourcePath(NameOf)!);
        return null;
    }

    private static string NameOf(long part) => FormattableString.Invariant($"checkpoint-part-{part}.ckpt");

    private TrainingSettings Settings(ParameterSet parameters, int replicate)
    {
        try
        {
            TrainingSpecification training =
                specification.Template.Read(parameters.Values.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())));
            TrainingSettings settings = training.SettingsOf(training.Points[0]);
            return settings with { Seed = settings.Seed + (ulong)replicate, Device = DeviceHere.Of(settings.Device, deviceHere) };
        }
        catch (SpecificationException mistake)
        {
            throw new TrialFailedException(mistake.Message, mayPass: false);
        }
    }

    private double MeasureInference(TrainingOutcome outcome, TrainingSettings settings)
    {
        Inference infer = new NetworkModel(DesignModel.Parse(outcome.Model)).CreateInference();
        var generator = new SampleGenerator(settings.Scenario, settings.Seed);
        long most = settings.Scenario.MostSamples() ?? TimedInstances;
        IsacInstance[] instances = [.. Enumerable.Range(0, TimedInstances).Select(sample => generator.Generate(sample % most).Instance)];
        infer(instances); // compiled and in the caches
        var seconds = new double[TimedCalls];
        for (int call = 0; call < TimedCalls; call++)
        {
            long started = time.GetTimestamp();
            infer(instances);
            seconds[call] = time.GetElapsedTime(started).TotalSeconds;
        }

        Array.Sort(seconds);
        return seconds[TimedCalls / 2] / TimedInstances * 1e6;
    }

    private static double Value(string metric, CurvePoint point, TrainingSettings settings) => metric switch
    {
        TrainingMetrics.ValidationLoss => point.ValidationLoss,
        TrainingMetrics.Mse => point.Mse,
        TrainingMetrics.Satisfaction => point.Satisfaction,
        _ => NetworkLayout.ParameterCount(settings.Architecture),
    };

    /// <summary>Leaves the training from its observer.</summary>
    private sealed class PrunedException : Exception;
}
