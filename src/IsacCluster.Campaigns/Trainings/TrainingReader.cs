using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Layouts;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;
using IsacCluster.Training.Settings;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>
/// Reads kind: training. The fields are those of <see cref="TrainingFields"/>; what depends on two of them is checked here.
/// </summary>
internal static class TrainingReader
{
    public static TrainingSpecification Read(SpecificationSource source)
    {
        FieldMapping root = FieldMapping.Of(source.Root, [.. TrainingFields.Common, .. TrainingFields.Table.Names]);
        string name = CommonFields.Name(root);
        ulong seed = CommonFields.Seed(root);
        ScenarioSource scenario = ReadScenario(root);
        IReadOnlyList<SweepAxis> sweep = SweepReader.Read(root.Optional("sweep"));
        IReadOnlyList<SweepPoint> points = SweepReader.Points(scenario, sweep);
        if (points.FirstOrDefault(static point => !point.Scenario.IsPlain() || !point.Scenario.HasPerfectCsi()) is { } other)
        {
            throw (root.Optional("sweep") ?? root.Optional("scenario")!).Error(
                $"the point {other.Id} has antenna powers, limits of each user, another spacing, a cross-correlation or imperfect csi; "
                + "expected a total power, one noise, one sinr_db, half a wavelength, the beampattern alone and perfect csi, for which "
                + "networks are trained.");
        }

        var settings = new TrainingSettings
        {
            Architecture = NetworkReader.Read(root.Optional(TrainingFields.Network)),
            Scenario = scenario.Scenario,
            Seed = seed,
        };
        IReadOnlyList<SweepAxis>[] mix = ReadMix(root.Optional(TrainingFields.Data), scenario, points);
        settings = ReadData(root.Optional(TrainingFields.Data), ReadLosses(root, settings));
        settings = WithFinalLayer(root, TrainingFields.Table.Read(root, settings));
        CheckRows(root, settings, points);
        CheckBeginning(root, settings);
        Field? start = root.Optional(TrainingFields.StartFrom);
        return new TrainingSpecification
        {
            SourcePath = source.Path,
            Name = name,
            Sweep = sweep,
            Points = points,
            Mix = mix,
            Settings = settings,
            StartFrom = start?.Text("the path of a model file"),
            StartFromAt = start?.At,
        };
    }

    /// <summary>With the channels that data.file names.</summary>
    private static ScenarioSource ReadScenario(FieldMapping root)
    {
        ScenarioSource scenario = ScenarioReader.Read(root.Optional("scenario"));
        if (root.Optional(TrainingFields.Data) is not { } field) return scenario;
        Field? file = FieldMapping.Of(field, TrainingFields.DataTable.Names).Optional(TrainingFields.DataFile);
        return file is null ? scenario : scenario.WithChannels(file, file);
    }

    private static void CheckBeginning(FieldMapping root, TrainingSettings settings)
    {
        if (settings.Initialisation == Initialisation.Centred && settings.Architecture.Activation != Activation.Sigmoid)
            throw root.Optional(TrainingFields.Initial)!.NotAllowed(
                "uniform with another activation than sigmoid, whose mean it takes away");
        Field? random = root.Optional(TrainingFields.Initial) ?? root.Optional(TrainingFields.Gain);
        if (random is not null && root.Optional(TrainingFields.StartFrom) is not null)
            throw random.NotAllowed($"none with {TrainingFields.StartFrom}, whose weights are those of a file");
    }

    /// <summary>A file holds the samples of training, validation and test, and no fresh ones.</summary>
    private static void CheckRows(FieldMapping root, TrainingSettings settings, IReadOnlyList<SweepPoint> points)
    {
        if (points.Min(point => point.Scenario.MostSamples()) is not { } rows) return;
        Field blamed = root.Optional(TrainingFields.Data) ?? root.Required("scenario", "");
        if (settings.FreshChannels)
            throw blamed.Error($"{TrainingFields.Fresh}: true is not allowed; expected false: a file has no fresh channels.");
        long needed = (long)settings.EpochSamples + settings.ValidationSamples + settings.TestSamples;
        if (needed <= rows) return;
        throw blamed.Error(
            $"{settings.EpochSamples} samples, {settings.ValidationSamples} for validation and {settings.TestSamples} for tests are "
            + $"{needed}; expected at most {rows}, the samples that the file holds.");
    }

    private static TrainingSettings ReadLosses(FieldMapping root, TrainingSettings settings)
    {
        LossSettings preset = TrainingFields.LossOf(settings);
        LossSettings loss = ReadLoss(root.Optional(TrainingFields.Loss), preset);
        return settings with
        {
            Penalty = loss.Penalty,
            PenaltyWeight = loss.Weight,
            Margin = loss.Margin,
            ValidationLoss = root.Optional(TrainingFields.ValidationLoss) is Field validation ? ReadLoss(validation, preset) : null,
        };
    }

    private static LossSettings ReadLoss(Field? field, LossSettings preset) => field is null
        ? preset
        : TrainingFields.LossTable.Read(FieldMapping.Of(field, TrainingFields.LossTable.Names), preset);

    private static TrainingSettings ReadData(Field? field, TrainingSettings settings)
    {
        if (field is null) return settings;
        FieldMapping data = FieldMapping.Of(field, TrainingFields.DataTable.Names);
        TrainingSettings read = TrainingFields.DataTable.Read(data, settings);
        if (data.Optional(TrainingFields.SinrRange) is Field range && !settings.Architecture.ThresholdInput)
            throw range.NotAllowed("network.threshold_input to be true with it, for the network to know each sample's threshold");
        if (read.RegroupUsers && read.FreshChannels)
            throw data.Optional(TrainingFields.RegroupUsers)!.NotAllowed("false with fresh channels, which never come again");
        if (data.Optional(TrainingFields.Mix) is Field mix && (!read.FreshChannels || read.Architecture.Kind == NetworkKind.Dnn))
            throw mix.NotAllowed("data.fresh to be true and a graph network with it");
        return read;
    }

    /// <summary>Every scenario of the mix must be plain and have the M and the grid of the others.</summary>
    private static IReadOnlyList<SweepAxis>[] ReadMix(
        Field? data, ScenarioSource scenario, IReadOnlyList<SweepPoint> points)
    {
        if (data is null) return [];
        if (FieldMapping.Of(data, TrainingFields.DataTable.Names).Optional(TrainingFields.Mix) is not Field field) return [];
        if (points.Count > 1) throw field.NotAllowed("no mix with a sweep");
        IReadOnlyList<SweepAxis>[] mix =
            [.. field.Items("a list of mappings of scenario fields to lists", 100).Select(item => SweepReader.Read(item))];
        Scenario[] all = [.. mix.SelectMany(axes => SweepReader.Points(scenario, axes)).Select(point => point.Scenario)];
        if (all.Any(other => !other.IsPlain() || other.Antennas != all[0].Antennas || other.GridPoints != all[0].GridPoints))
        {
            throw field.NotAllowed(
                "scenarios of one number of antennas and grid points, with a total power, one noise and one sinr_db each");
        }

        return mix;
    }

    /// <summary>train_through_projection: true is another name of final_layer: projection, and false of any other.</summary>
    private static TrainingSettings WithFinalLayer(FieldMapping root, TrainingSettings settings)
    {
        Field? given = root.Optional(TrainingFields.FinalLayer), asked = root.Optional(TrainingFields.ThroughProjection);
        bool? through = asked?.Flag();
        if (given is not null && through == true && settings.FinalLayer != FinalLayer.Projection)
            throw given.NotAllowed("projection, since train_through_projection is true");
        if (given is not null && through == false && settings.FinalLayer == FinalLayer.Projection)
            throw given.NotAllowed("none or restoration, since train_through_projection is false");
        FinalLayer layer = through == true ? FinalLayer.Projection : settings.FinalLayer;
        if (layer != FinalLayer.None && settings.RegroupUsers)
            throw (given ?? asked!).NotAllowed($"none with {TrainingFields.Data}.{TrainingFields.RegroupUsers}");
        if (layer == FinalLayer.None || settings.Architecture.Readout == Readout.Direct) return settings with { FinalLayer = layer };
        throw (given ?? asked!).NotAllowed("network.readout to be direct with it: the beams of a split read-out exist only after training");
    }
}
