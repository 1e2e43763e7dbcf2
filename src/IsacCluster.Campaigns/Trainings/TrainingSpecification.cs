using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Layouts;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;
using IsacCluster.Training.Settings;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>Training of one network per point of a sweep. Points share the seed.</summary>
public sealed record TrainingSpecification : JobSpecification
{
    public const string KindName = "training";

    public override string Kind => KindName;

    /// <summary>Swept scenario fields in file order; empty without a sweep.</summary>
    public required IReadOnlyList<SweepAxis> Sweep { get; init; }

    /// <summary>One model each; one point, "all", without a sweep.</summary>
    public required IReadOnlyList<SweepPoint> Points { get; init; }

    /// <summary>The sweeps whose points one network is trained for; empty: the point's scenario alone.</summary>
    public IReadOnlyList<IReadOnlyList<SweepAxis>> Mix { get; init; } = [];

    /// <summary>What all points share. Its scenario is that before the sweep; <see cref="SettingsOf"/> gives a point's.</summary>
    public required TrainingSettings Settings { get; init; }

    /// <summary>A model file as written, relative to the specification's folder; null: random weights. Not opened by the reader.</summary>
    public string? StartFrom { get; init; }

    /// <summary>Where <see cref="StartFrom"/> is named, for the message of whoever opens it.</summary>
    public SourcePosition? StartFromAt { get; init; }

    /// <summary>sha256:... of that file, which then stands for it in the identity; null until it is opened.</summary>
    public string? StartFromDigest { get; init; }

    /// <summary>The settings of one point: its scenario, and M (for a DNN also L and K) from it.</summary>
    public TrainingSettings SettingsOf(SweepPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        NetworkArchitecture network = Settings.Architecture with { Antennas = point.Scenario.Antennas };
        if (network.Kind == NetworkKind.Dnn)
            network = network with { Users = point.Scenario.Users, Targets = point.Scenario.Targets.CountPerSample() };
        TrainingSettings own = Settings with { Scenario = point.Scenario, Architecture = network };
        if (Mix.Count == 0) return own;
        var source = new ScenarioSource(point.Scenario, new Dictionary<string, Field>());
        IEnumerable<Scenario> mix = Mix.SelectMany(axes => SweepReader.Points(source, axes)).Select(one => one.Scenario);
        return own with { Mix = [.. mix], MixIdentity = CanonicalJson.Write(MixIdentity) };
    }

    private object MixIdentity => Mix.Select(axes => (object)axes.Select(axis => axis.ToCanonical()).ToArray()).ToArray();

    /// <summary>Every field of the training itself, by its name in the file, for identities and model cards.</summary>
    internal SortedDictionary<string, object?> Canonical() => new(TrainingFields.Table.Identity(Settings), StringComparer.Ordinal)
    {
        [TrainingFields.Network] = NetworkReader.Canonical(Settings.Architecture),
        [TrainingFields.Loss] = TrainingFields.LossTable.Identity(TrainingFields.LossOf(Settings)),
        [TrainingFields.Data] = TrainingFields.DataTable.Identity(Settings),
        [TrainingFields.StartFrom] = StartFromDigest ?? StartFrom,
    };

    protected override IEnumerable<KeyValuePair<string, object?>> IdentityFields() =>
    [
        .. Canonical(),
        .. ValidationLoss(),
        .. MixField(),
        new("scenario", ScenarioIdentity.Of(Settings.Scenario, Sweep)),
        new("seed", Settings.Seed),
        new("sweep", Sweep.Select(axis => axis.ToCanonical())),
    ];

    /// <summary>Only where it is given: it came later than the jobs that are without it.</summary>
    private IEnumerable<KeyValuePair<string, object?>> ValidationLoss()
    {
        if (Settings.ValidationLoss is { } loss) yield return new(TrainingFields.ValidationLoss, TrainingFields.LossTable.Identity(loss));
    }

    /// <summary>As <see cref="ValidationLoss"/>.</summary>
    private IEnumerable<KeyValuePair<string, object?>> MixField()
    {
        if (Mix.Count > 0) yield return new(TrainingFields.Mix, MixIdentity);
    }

    protected override IEnumerable<KeyValuePair<string, object?>> Extent() => TrainingFields.Table.Extent(Settings);
}
