using System.CommandLine;
using IsacCluster.Cli.Execution;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Networking;
using IsacCluster.Jobs;
using IsacCluster.Silo.Hosting;

namespace IsacCluster.Cli.Commands;

/// <summary>
/// The options that name a cluster, and the secrets that open it, which come from the environment and never from arguments.
/// </summary>
internal sealed class ClusterOptions
{
    private const int MostPatience = 3600;

    private readonly Option<string?> _cluster = new("--cluster")
    {
        Description = "Name of the cluster (default: isac).",
        HelpName = "NAME",
    };

    private readonly Option<string?> _store = new("--store")
    {
        Description = "The cluster's store, a server of the Redis protocol (default: 127.0.0.1:6379); "
            + "password: ISAC_STORE_PASSWORD(_FILE).",
        HelpName = "HOST:PORT",
    };

    private readonly Option<bool> _tls = new("--store-tls") { Description = "Speak to the store over TLS." };

    private readonly Option<string?> _authority = new("--store-ca")
    {
        Description = "The authority that signed the store's certificate (default: the system's).",
        HelpName = "PEM",
    };

    private readonly Option<int?> _patience = NumberOption.Optional(
        "--patience", "Seconds that the cluster may take to answer first (default: 20).", 1, MostPatience);

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _cluster, _store, _tls, _authority, _patience }) command.Options.Add(option);
    }

    /// <summary>Whether the user means a cluster and not a data folder.</summary>
    public bool IsNamed(ParseResult parsed) => parsed.GetValue(_cluster) is not null || parsed.GetValue(_store) is not null;

    /// <summary>The options again, for a command to copy; secrets and what TLS needs come from the environment and the user.</summary>
    /// <exception cref="SpecificationException">A setting is wrong.</exception>
    public string Reach(ParseResult parsed)
    {
        ClusterAddress address = Read(parsed);
        return $"--cluster {ShellWord.Of(address.Name)} --store {ShellWord.Of($"{address.StoreHost}:{address.StorePort}")}";
    }

    /// <summary>Connects to the cluster that the options name, acts, and disconnects.</summary>
    /// <param name="data">The folder that the silos share, as this machine sees it.</param>
    /// <exception cref="SpecificationException">A setting is wrong.</exception>
    /// <exception cref="ClusterException">The cluster cannot be reached.</exception>
    public async Task<T> UseAsync<T>(ParseResult parsed, string data, Func<IJobClient, Task<T>> act, CancellationToken cancellation)
    {
        ClusterAddress address = Read(parsed);
        cancellation.ThrowIfCancellationRequested();
        TimeSpan? patience = parsed.GetValue(_patience) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        ClusterSession session = await ClusterSession.ConnectAsync(address, data, cancellation, patience).ConfigureAwait(false);
        await using (session.ConfigureAwait(false)) return await act(session.Client).ConfigureAwait(false);
    }

    /// <exception cref="SpecificationException">A setting is wrong.</exception>
    public ClusterAddress Read(ParseResult parsed)
    {
        var address = new ClusterAddress();
        if (parsed.GetValue(_cluster) is { } name) address = address with { Name = name };
        if (parsed.GetValue(_store) is { } store)
        {
            (string host, int port) = ClusterAddress.ParseStore("--store", store);
            address = address with { StoreHost = host, StorePort = port };
        }

        address = address with
        {
            StoreTls = parsed.GetValue(_tls),
            StoreAuthority = parsed.GetValue(_authority),
            StorePassword = SecretVariable.Read("ISAC_STORE_PASSWORD"),
            Secret = SecretVariable.Read("ISAC_CLUSTER_SECRET"),
        };
        address.Validate();
        return address;
    }
}
