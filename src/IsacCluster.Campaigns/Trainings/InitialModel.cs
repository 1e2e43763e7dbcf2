using IsacCluster.Jobs;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>The model file that a training starts from.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Digest">sha256:... of the file.</param>
public sealed record InitialModel(string Path, string Digest, NetworkArchitecture Architecture)
{
    /// <exception cref="SpecificationException">The file cannot be read or is not a model; names the field.</exception>
    public static InitialModel Load(TrainingSpecification specification, string path)
    {
        ArgumentNullException.ThrowIfNull(specification);
        if (!File.Exists(path))
        {
            SpecificationException missing =
                specification.StartFromAt!.Value.Error($"start_from: {path}: there is no such file; expected a model file.");
            throw new SpecificationException(missing.Message) { MissingFile = path };
        }

        try
        {
            DesignModel model = DesignModel.Load(path);
            return new InitialModel(path, model.Digest, model.Architecture);
        }
        catch (Exception cause) when (cause is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw specification.StartFromAt!.Value.Error($"start_from: {path}: {cause.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>Its weights fit a network whose dense layers are the same, whatever lies between them.</summary>
    /// <exception cref="SpecificationException">A point has another layout.</exception>
    internal void CheckLayout(TrainingSpecification specification)
    {
        IReadOnlyList<DenseShape> own = NetworkLayout.Of(Architecture);
        foreach (SweepPoint point in specification.Points)
        {
            IReadOnlyList<DenseShape> wanted = NetworkLayout.Of(specification.SettingsOf(point).Architecture);
            if (own.SequenceEqual(wanted)) continue;
            DenseShape? other = wanted.FirstOrDefault(layer => !own.Contains(layer));
            string difference = other is null
                ? $"{wanted.Count} dense layers instead of its {own.Count}"
                : $"a layer {other.Name} of {other.Inputs} x {other.Outputs}, which it has not";
            throw specification.StartFromAt!.Value.Error(
                $"start_from: '{specification.StartFrom}' has another layout; "
                + $"expected a model of the layout of point {point.Id}: {difference}.");
        }
    }
}
