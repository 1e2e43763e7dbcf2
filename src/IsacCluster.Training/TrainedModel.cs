using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using IsacCluster.Networks.Models;
using IsacCluster.Training.Settings;

namespace IsacCluster.Training;

/// <summary>Turns a finished training into a model file.</summary>
internal static class TrainedModel
{
    public static TrainingOutcome Finish(TrainingSettings settings, TrainingSession session)
    {
        CurvePoint test = session.Test();
        ReadOnlySpan<float> weights = session.Best;
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["spec"] = TrainingIdentity.Json(settings),
            ["seed"] = settings.Seed.ToString(CultureInfo.InvariantCulture),
            ["digest"] = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(weights)))}",
            ["best_epoch"] = session.BestEpoch.ToString(CultureInfo.InvariantCulture),
            ["curve"] = TrainingIdentity.Write(session.Curve),
            ["test"] = TrainingIdentity.Write(
                new { Loss = test.ValidationLoss, test.Mse, test.Satisfaction, Samples = settings.TestSamples }),
        };
        byte[] model = ModelFile.Encode(settings.Architecture, weights, metadata, settings.Weights);
        return new TrainingOutcome(
            model, $"sha256:{Convert.ToHexStringLower(SHA256.HashData(model))}", [.. session.Curve], session.BestEpoch, test,
            session.Rollbacks, session.StoppedEarly);
    }
}
