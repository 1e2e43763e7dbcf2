using IsacCluster.Networks.Layouts;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>Reads the network mapping of a training: a preset, and the fields that override it.</summary>
internal static class NetworkReader
{
    private const string DefaultPreset = "paper";
    private const int LargestWidth = 4096, MostLayers = 64, MostRefinements = 64;

    private static readonly string[] Known =
    [
        "preset", "width", "layers", "activation", "combine", "residual", "normalisation", "input_scale", "user_features", "readout", "refinements", "threshold_input",
    ];

    /// <summary>What only the updating layers of a GNN have.</summary>
    private static readonly string[] GnnOnly = ["combine", "residual"];

    /// <param name="field">Null: the preset paper.</param>
    /// <returns>Sizes M, L and K are left at their defaults: they come from the scenario of each point.</returns>
    public static NetworkArchitecture Read(Field? field)
    {
        if (field is null) return NetworkArchitecture.Preset(DefaultPreset);
        FieldMapping mapping = FieldMapping.Of(field, Known);
        string preset = mapping.Optional("preset")?.Choice(NetworkArchitecture.PresetNames) ?? DefaultPreset;
        NetworkArchitecture network = NetworkArchitecture.Preset(preset);
        if (network.Kind == NetworkKind.Dnn) RefuseGnnFields(mapping, preset);
        return network with
        {
            Width = (int?)mapping.Optional("width")?.WholeNumber(1, LargestWidth) ?? network.Width,
            Layers = (int?)mapping.Optional("layers")?.WholeNumber(0, MostLayers) ?? network.Layers,
            Activation = Choice(mapping, "activation", network.Activation),
            Combination = Choice(mapping, "combine", network.Combination),
            Residual = mapping.Optional("residual")?.Flag() ?? network.Residual,
            Normalisation = Choice(mapping, "normalisation", network.Normalisation),
            InputScale = mapping.Optional("input_scale")?.Number(NumberRange.Positive) ?? network.InputScale,
            UserFeatures = Choice(mapping, "user_features", network.UserFeatures),
            Readout = Choice(mapping, "readout", network.Readout),
            Refinements = Refinements(mapping, network),
            ThresholdInput = mapping.Optional("threshold_input")?.Flag() ?? network.ThresholdInput,
        };
    }

    /// <summary>All fields, for identities and model cards; what a DNN lacks is left out.</summary>
    public static SortedDictionary<string, object?> Canonical(NetworkArchitecture network)
    {
        var fields = new SortedDictionary<string, object?>(StringComparer.Ordinal)
        {
            ["kind"] = EnumNames<NetworkKind>.Of(network.Kind),
            ["width"] = network.Width,
            ["layers"] = network.Layers,
            ["activation"] = EnumNames<Activation>.Of(network.Activation),
            ["normalisation"] = EnumNames<Normalisation>.Of(network.Normalisation),
            ["input_scale"] = network.InputScale,
            ["user_features"] = EnumNames<UserFeatures>.Of(network.UserFeatures),
            ["readout"] = EnumNames<Readout>.Of(network.Readout),
            ["refinements"] = network.Refinements,
            ["threshold_input"] = network.ThresholdInput,
        };
        if (network.Kind == NetworkKind.Dnn) return fields;
        fields["combine"] = EnumNames<Combination>.Of(network.Combination);
        fields["residual"] = network.Residual;
        return fields;
    }

    /// <summary>A direct read-out has none: they refine the covariance that a split one divides.</summary>
    private static int Refinements(FieldMapping mapping, NetworkArchitecture preset)
    {
        Readout readout = Choice(mapping, "readout", preset.Readout);
        if (mapping.Optional("refinements") is not Field field) return readout == Readout.Split ? preset.Refinements : 0;
        int count = (int)field.WholeNumber(0, MostRefinements);
        return count == 0 || readout == Readout.Split ? count : throw field.NotAllowed("0 with a direct read-out");
    }

    private static void RefuseGnnFields(FieldMapping mapping, string preset)
    {
        foreach (string name in GnnOnly)
        {
            if (mapping.Optional(name) is Field given)
                throw given.NotAllowed($"no {name} with preset {preset}, which has no updating layers");
        }
    }

    private static T Choice<T>(FieldMapping mapping, string name, T preset) where T : struct, Enum =>
        mapping.Optional(name) is Field field ? EnumNames<T>.Read(field) : preset;
}
