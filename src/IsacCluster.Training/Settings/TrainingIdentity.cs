using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IsacCluster.Training.Settings;

/// <summary>The settings of a training as JSON, without those that do not change its result.</summary>
internal static class TrainingIdentity
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Settings as JSON, for a model's metadata.</summary>
    public static string Json(TrainingSettings settings) => JsonSerializer.Serialize(
        new
        {
            Settings = settings with { Device = "", CheckpointSeconds = 0, InitialModel = null },
            Targets = (object)settings.Scenario.Targets,
            Channel = (object)settings.Scenario.Channel,
            ChannelModel = settings.Scenario.Channel.GetType().Name,
        },
        Options);

    /// <summary>SHA-256 of the settings and of the initial model's file.</summary>
    public static string Of(TrainingSettings settings)
    {
        string initial = settings.InitialModel is { } path ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) : "";
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Json(settings) + initial)));
    }

    /// <summary>Any value as JSON of the same style.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);
}
