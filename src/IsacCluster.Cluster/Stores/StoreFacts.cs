using System.Globalization;

namespace IsacCluster.Cluster.Stores;

/// <summary>
/// What a server of the Redis protocol says of itself: the lines <c>name:value</c> of INFO and the settings of CONFIG GET, as far as it
/// answers them.
/// </summary>
internal sealed class StoreFacts
{
    private readonly Dictionary<string, string> _info, _settings;

    private StoreFacts(Dictionary<string, string> info, Dictionary<string, string> settings) => (_info, _settings) = (info, settings);

    /// <summary>Server and version, such as "Garnet 2.2.11".</summary>
    public string Server => Info("garnet_version") is { } garnet ? $"Garnet {garnet}"
        : Info("valkey_version") is { } valkey ? $"Valkey {valkey}"
        : Info("redis_version") is { } redis ? $"Redis {redis}"
        : "unknown";

    public bool IsGarnet => Info("garnet_version") is not null;

    /// <summary>Whether it says enough to be judged as a Redis.</summary>
    public bool IsRedis => !IsGarnet && Info("redis_version") is not null && Setting("maxmemory-policy", "maxmemory_policy") is not null;

    /// <param name="infos">Answers of INFO, whole or by section.</param>
    /// <param name="settings">Names and values in turn, as CONFIG GET answers.</param>
    public static StoreFacts Of(IEnumerable<string> infos, IReadOnlyList<string> settings)
    {
        var info = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in infos.SelectMany(text => text.Split('\n')))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon) info[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (int at = 0; at + 1 < settings.Count; at += 2) values[settings[at]] = settings[at + 1];
        return new StoreFacts(info, values);
    }

    /// <summary>A line of INFO; null where there is none.</summary>
    public string? Info(string name) => _info.GetValueOrDefault(name);

    /// <summary>A number of INFO; null where there is none.</summary>
    public long? Number(string name) =>
        long.TryParse(Info(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>A setting, or what INFO says in its place where CONFIG is closed; null where neither says it.</summary>
    public string? Setting(string name, string? info = null) =>
        _settings.GetValueOrDefault(name) ?? (info is null ? null : Info(info));
}
