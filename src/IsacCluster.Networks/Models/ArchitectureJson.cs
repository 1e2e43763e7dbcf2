using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Models;

/// <summary>An architecture as JSON: property names in snake case, choices as lower-case words, nothing missing, nothing more.</summary>
internal static class ArchitectureJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireAll } },
    };

    /// <summary>Properties that older files lack, as files do where they say nothing.</summary>
    private static readonly string[] CameLater = ["refinement", "scalars", "update_width"];

    public static string Write(NetworkArchitecture architecture) => JsonSerializer.Serialize(architecture, Options);

    /// <exception cref="InvalidDataException">Not an architecture that this program can run.</exception>
    public static NetworkArchitecture Read(string json)
    {
        try
        {
            NetworkArchitecture a = JsonSerializer.Deserialize<NetworkArchitecture>(json, Options)
                ?? throw ModelFile.Bad("its architecture is null");
            Check("antennas", a.Antennas, 1, 1024);
            Check("users", a.Users, 1, 1024);
            Check("targets", a.Targets, 0, 1024);
            Check("width", a.Width, 1, 1 << 16);
            Check("update_width", a.UpdateWidth, 0, a.Kind == NetworkKind.Dnn ? 0 : 1 << 16);
            Check("layers", a.Layers, 0, 1024);
            Check("refinements", a.Refinements, 0, 1024);
            if (a.Refinements > 0 && a.Readout == Readout.Direct)
                throw ModelFile.Bad($"its architecture has refinements {a.Refinements} with a direct read-out");
            if (a.IsClosedLoop && (a.Readout == Readout.Direct || a.Refinements == 0))
                throw ModelFile.Bad("its architecture has a closed loop without a split read-out or without refinements");
            return double.IsFinite(a.InputScale) && a.InputScale > 0 ? a : throw ModelFile.Bad("its input_scale is not a positive number");
        }
        catch (JsonException cause)
        {
            throw ModelFile.Bad($"its architecture is not understood: {cause.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static void Check(string name, int value, int least, int most)
    {
        if (value < least || value > most) throw ModelFile.Bad($"its architecture has {name} {value}; allowed: {least} to {most}");
    }

    private static void RequireAll(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties)
            property.IsRequired = property.Set is not null && !CameLater.Contains(property.Name);
    }
}
