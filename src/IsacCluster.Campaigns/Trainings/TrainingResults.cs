using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Training;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>results.json of a training, schema isac-training-v1. Property order is file order.</summary>
public sealed record TrainingResults
{
    public string Schema { get; init; } = "isac-training-v1";
    public required string Name { get; init; }
    public required string JobId { get; init; }
    /// <summary>sha256:... over the points and the digests of their models, never over times.</summary>
    public required string Digest { get; init; }
    public required bool Complete { get; init; }
    /// <summary>Number of points; those without a model are missing from <see cref="Models"/>.</summary>
    public required int Points { get; init; }
    /// <summary>In the order of the points.</summary>
    public required IReadOnlyList<ModelResults> Models { get; init; }
    public required TimingLedger Timing { get; init; }
    public required TaskCounts Tasks { get; init; }
    public required Manifest Manifest { get; init; }
    /// <summary>Every field of the scenario before the sweep, with its unit; null where each point has its own.</summary>
    public IReadOnlyDictionary<string, ScenarioValue>? Scenario { get; init; }
    /// <summary>The specification as the user wrote it (YAML); null where it is not known.</summary>
    public string? Specification { get; init; }
    /// <summary>All runs of the job, the first first.</summary>
    public IReadOnlyList<JobRun> History { get; init; } = [];
    public IReadOnlyList<PoisonedTask> Poisoned { get; init; } = [];
}

/// <summary>One trained model.</summary>
public sealed record ModelResults
{
    /// <summary>The point's id, "all" without a sweep.</summary>
    public required string Point { get; init; }
    /// <summary>Swept parameters only, in the order of the specification.</summary>
    public required IReadOnlyDictionary<string, object> Params { get; init; }
    /// <summary>The model file, relative to the folder of results.json.</summary>
    public required string File { get; init; }
    /// <summary>sha256:... of the model file.</summary>
    public required string Digest { get; init; }
    /// <summary>Weights and biases.</summary>
    public required int Parameters { get; init; }
    /// <summary>Epochs trained: fewer than asked for where the training stopped early.</summary>
    public required int Epochs { get; init; }
    /// <summary>The epoch whose weights were kept.</summary>
    public required int BestEpoch { get; init; }
    public required bool StoppedEarly { get; init; }
    /// <summary>How often a step was not finite and training went back to the last good state.</summary>
    public required int Rollbacks { get; init; }
    public required TestMetrics Test { get; init; }
    /// <summary>Validations: epoch, training loss, validation loss, MSE, satisfaction, learning rate.</summary>
    public required IReadOnlyList<double[]> Curve { get; init; }

    internal static double[] Row(CurvePoint p) => [p.Epoch, p.TrainingLoss, p.ValidationLoss, p.Mse, p.Satisfaction, p.LearningRate];
}

/// <summary>The kept weights on the test set.</summary>
/// <param name="Mse">Mean beampattern MSE, W^2.</param>
/// <param name="Satisfaction">Share of samples whose users all reach Gamma0.</param>
public sealed record TestMetrics(double Loss, double Mse, double Satisfaction);
