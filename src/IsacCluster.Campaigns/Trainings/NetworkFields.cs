using IsacCluster.Networks.Layouts;
using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Yaml;
using Fields = IsacCluster.Specifications.Fields.FieldDeclaration<IsacCluster.Networks.Layouts.NetworkArchitecture>;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>The fields of the network mapping of a training; what is not given is the preset's.</summary>
internal static class NetworkFields
{
    public const string Preset = "preset", DefaultPreset = "paper", Refinements = "refinements";
    public const string Refinement = "refinement", Scalars = "scalars", UpdateWidth = "update_width";
    private const int LargestWidth = 4096, MostLayers = 64, MostRefinements = 64;

    public static FieldTable<NetworkArchitecture> Table { get; } = new(
    [
        new FieldDeclaration(Preset, string.Join(", ", NetworkArchitecture.PresetNames.Select(name => $"`{name}`")))
        {
            Meaning = "`paper` is Table I: width 128, update_width 64, 2 layers, sigmoid, sum, direct; "
                + "`tuned` width 64, 2 layers, silu, concat, residual, "
                + "covariance features, split, 4 refinements; `dnn` width 512, 4 layers",
            Default = $"`{DefaultPreset}`",
            IsStudyParameter = true,
        },
        .. Of(Layers()),
        .. Of(Ends()),
        Fields.Of(
            "threshold_input", ValueKinds.Flag, network => network.ThresholdInput,
            (network, value) => network with { ThresholdInput = value })
            with { Meaning = "whether Γ₀ is an input", Default = PresetWords },
    ]);

    private const string PresetWords = "the preset's";

    private static IEnumerable<Fields> Of(IEnumerable<Fields> fields) =>
        fields.Select(field => field with { Default = PresetWords, IsStudyParameter = true });

    private static IEnumerable<Fields> Layers() =>
    [
        Fields.Of("width", ValueKinds.Whole(1, LargestWidth), network => network.Width, (network, value) => network with { Width = value }),
        Fields.Of(
            UpdateWidth, ValueKinds.Whole(0, LargestWidth), network => network.UpdateWidth,
            (network, value) => network with { UpdateWidth = value })
            with
            {
                Meaning = "of the vector inside each block of an updating layer, 0: `width`; not with `dnn`",
                Applies = network => network.UpdateWidth > 0,
            },
        Fields.Of("layers", ValueKinds.Whole(0, MostLayers), network => network.Layers, (network, value) => network with { Layers = value })
            with { Meaning = "updating layers, of `dnn` hidden layers" },
        Fields.Of(
            "activation", ValueKinds.Choice<Activation>(), network => network.Activation,
            (network, value) => network with { Activation = value }),
        Fields.Of(
            "combine", ValueKinds.Choice<Combination>(), network => network.Combination,
            (network, value) => network with { Combination = value })
            with { Meaning = "how updating layers join vectors; not with `dnn`", Applies = HasUpdatingLayers },
        Fields.Of("residual", ValueKinds.Flag, network => network.Residual, (network, value) => network with { Residual = value })
            with { Meaning = "updating layers add to the vectors; not with `dnn`", Applies = HasUpdatingLayers },
        Fields.Of(
            "normalisation", ValueKinds.Choice<Normalisation>(), network => network.Normalisation,
            (network, value) => network with { Normalisation = value }),
    ];

    private static IEnumerable<Fields> Ends() =>
    [
        Fields.Of(
            "input_scale", ValueKinds.Real(NumberRange.Positive), network => network.InputScale,
            (network, value) => network with { InputScale = value })
            with { Meaning = "the network sees scale x sqrt(P₀) / σ x h" },
        Fields.Of(
            "user_features", ValueKinds.Choice<UserFeatures>(), network => network.UserFeatures,
            (network, value) => network with { UserFeatures = value })
            with { Meaning = "h, h turned until its first entry is real and positive, or h h^H / |h|² and the SNR" },
        Fields.Of("readout", ValueKinds.Choice<Readout>(), network => network.Readout, (network, value) => network with { Readout = value })
            with { Meaning = "beams, or R and its division among users and radar" },
        Fields.Of(
            Refinements, ValueKinds.Whole(0, MostRefinements), network => network.Refinements,
            (network, value) => network with { Refinements = value })
            with { Meaning = "unfolded gradient steps on R; `split` only" },
        Fields.Of(
            Refinement, ValueKinds.Choice<Refinement>(), network => network.Refinement,
            (network, value) => network with { Refinement = value })
            with
            {
                Meaning = "steps whose sizes are read out before R moves, or the closed loop of `descent`, corrected by the network; "
                    + "`split` with refinements only",
                Applies = network => network.IsClosedLoop,
            },
        Fields.Of(
            Scalars, ValueKinds.Choice<DescentScalarChoice>(), network => network.Scalars,
            (network, value) => network with { Scalars = value })
            with
            {
                Meaning = "whether the nodes of a closed loop read out step lengths and penalties too, or its start and weights only",
                Applies = network => network.IsClosedLoop,
            },
    ];

    private static bool HasUpdatingLayers(NetworkArchitecture network) => network.Kind != NetworkKind.Dnn;
}
