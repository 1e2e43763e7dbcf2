using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>What each trial of a command takes of the machine that it runs on; it changes no trial.</summary>
/// <param name="Devices">Accelerators, 1 to 64: it runs on a slot that has so many, and sees them alone.</param>
public sealed record ResourceRule(int Devices)
{
    internal const string FieldName = "resources", DevicesName = "devices";
    internal const int MostDevices = 64;

    internal static ResourceRule? Read(Field? field, ObjectiveSpecification objective)
    {
        if (field is null) return null;
        FieldMapping mapping = FieldMapping.Of(field, [DevicesName]);
        var rule = new ResourceRule(
            (int)mapping.Required(DevicesName, $"a whole number from 1 to {MostDevices}").WholeNumber(1, MostDevices));
        return objective is CommandSpecification ? rule
            : throw field.NotAllowed("none but with command; a training says its device itself, and a test function needs none");
    }
}
