using IsacCluster.Networks.Layouts;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>Reads the network mapping of a training: a preset, and the fields that override it.</summary>
internal static class NetworkReader
{
    /// <param name="field">Null: the preset paper.</param>
    /// <returns>Sizes M, L and K are left at their defaults: they come from the scenario of each point.</returns>
    public static NetworkArchitecture Read(Field? field)
    {
        if (field is null) return NetworkArchitecture.Preset(NetworkFields.DefaultPreset);
        FieldMapping mapping = FieldMapping.Of(field, NetworkFields.Table.Names);
        string preset = mapping.Optional(NetworkFields.Preset)?.Choice(NetworkArchitecture.PresetNames) ?? NetworkFields.DefaultPreset;
        NetworkArchitecture network = NetworkArchitecture.Preset(preset);
        foreach (var absent in NetworkFields.Table.Values.Where(declared => !declared.Applies(network)))
        {
            if (absent.Name is NetworkFields.Refinement or NetworkFields.Scalars) continue;
            if (absent.Name == NetworkFields.UpdateWidth && network.Kind == NetworkKind.Gnn) continue;
            if (mapping.Optional(absent.Name) is Field given)
                throw given.NotAllowed($"no {absent.Name} with preset {preset}, which has no updating layers");
        }

        network = WithRefinements(mapping, NetworkFields.Table.Read(mapping, network));
        if (network.IsClosedLoop && (network.Readout != Readout.Split || network.Refinements == 0))
            throw mapping.Given[NetworkFields.Refinement].NotAllowed("open without readout split and refinements of 1 or more");
        if (!network.IsClosedLoop && mapping.Optional(NetworkFields.Scalars) is Field scalars)
            throw scalars.NotAllowed("no scalars without refinement: feedback");
        return network;
    }

    /// <summary>All fields, for identities and model cards; what a DNN lacks is left out.</summary>
    public static SortedDictionary<string, object?> Canonical(NetworkArchitecture network) =>
        new(NetworkFields.Table.Identity(network), StringComparer.Ordinal) { ["kind"] = EnumNames<NetworkKind>.Of(network.Kind) };

    /// <summary>A direct read-out has none: they refine the covariance that a split one divides.</summary>
    private static NetworkArchitecture WithRefinements(FieldMapping mapping, NetworkArchitecture network)
    {
        if (network.Readout == Readout.Split || network.Refinements == 0) return network;
        return mapping.Optional(NetworkFields.Refinements) is Field given
            ? throw given.NotAllowed("0 with a direct read-out")
            : network with { Refinements = 0 };
    }
}
