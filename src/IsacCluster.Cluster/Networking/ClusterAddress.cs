using System.Globalization;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Networking;

/// <summary>Where a cluster is found and what opens it: the same for its silos and its clients.</summary>
public sealed record ClusterAddress
{
    /// <summary>Least length of a secret in characters. The public key that proves it can be guessed at offline.</summary>
    public const int LeastSecretLength = 16;

    /// <summary>Port of the Redis protocol.</summary>
    public const int DefaultStorePort = 6379;

    /// <summary>Name of the cluster; clusters of different names share a store without meeting. Default: isac.</summary>
    public string Name { get; init; } = "isac";

    /// <summary>Host of the store, a server of the Redis protocol. Default: 127.0.0.1.</summary>
    public string StoreHost { get; init; } = "127.0.0.1";

    /// <summary>Default: 6379.</summary>
    public int StorePort { get; init; } = DefaultStorePort;

    /// <summary>Password of the store; null for a store without.</summary>
    public string? StorePassword { get; init; }

    /// <summary>Whether the store is spoken to over TLS.</summary>
    public bool StoreTls { get; init; }

    /// <summary>PEM file of the authority that signed the store's certificate; null for the system's authorities.</summary>
    public string? StoreAuthority { get; init; }

    /// <summary>
    /// The cluster's secret. With it all connections between silos and clients are TLS 1.3 with certificates made from it on both sides;
    /// null for plain connections, which are for loopback only.
    /// </summary>
    public string? Secret { get; init; }

    /// <summary>HOST:PORT of the store, for messages.</summary>
    public string Store => string.Create(CultureInfo.InvariantCulture, $"{StoreHost}:{StorePort}");

    /// <summary>Reads HOST or HOST:PORT; an IPv6 address stands in brackets.</summary>
    /// <exception cref="SpecificationException">It is neither.</exception>
    public static (string Host, int Port) ParseStore(string setting, string text)
    {
        bool valid = Uri.TryCreate($"redis://{text}", UriKind.Absolute, out var uri) && uri.AbsolutePath is "" or "/"
            && uri.UserInfo.Length == 0 && uri.Host.Length > 0 && uri.Port != 0 && !text.Contains('/', StringComparison.Ordinal);
        if (!valid) throw Invalid(setting, text, "HOST or HOST:PORT with a port of 1 to 65535, for example 10.0.0.5:6379");
        return (uri!.Host.Trim('[', ']'), uri.Port < 0 ? DefaultStorePort : uri.Port);
    }

    /// <summary>Checks every setting.</summary>
    /// <exception cref="SpecificationException">The first that is wrong.</exception>
    public void Validate()
    {
        if (Name.Length is 0 or > 63 || !Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'))
            throw Invalid("--cluster", Name, "1 to 63 letters, digits, '-', '.' or '_'");
        if (Secret is { Length: < LeastSecretLength })
        {
            throw new SpecificationException(string.Create(CultureInfo.InvariantCulture,
                $"ISAC_CLUSTER_SECRET: the secret has {Secret.Length} characters; "
                    + $"expected at least {LeastSecretLength}, better 32 random ones."));
        }

        if (StoreAuthority is { } authority && !File.Exists(authority))
            throw Invalid("--store-ca", authority, "a file with the certificate of the authority (PEM)");
        if (StoreAuthority is not null && !StoreTls) throw Invalid("--store-ca", StoreAuthority, "nothing without --store-tls");
    }

    internal static SpecificationException Invalid(string setting, string value, string allowed) =>
        new($"{setting}: '{value}' is not allowed; expected {allowed}.");
}
