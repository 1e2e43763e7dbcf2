using System.CommandLine;
using System.CommandLine.Parsing;
using IsacCluster.Cli.Execution;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Networking;
using IsacCluster.Jobs;
using IsacCluster.Silo.Hosting;
using IsacCluster.Silo.Http;

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
        "--patience", "Seconds for which the cluster may not answer (default: 120).", 1, MostPatience);

    private readonly Option<string?> _server = new("--server")
    {
        Description = "Reach the cluster over the HTTP endpoint of a silo instead, with the role of the token in ISAC_HTTP_TOKEN(_FILE).",
        HelpName = "URL",
        Validators = { CheckServer },
    };

    /// <summary>Of a client.</summary>
    public void AddTo(Command command)
    {
        AddToSilo(command);
        command.Options.Add(_server);
    }

    /// <summary>Of a silo, which is reached by clients and reaches none.</summary>
    public void AddToSilo(Command command)
    {
        foreach (Option option in new Option[] { _cluster, _store, _tls, _authority, _patience }) command.Options.Add(option);
    }

    /// <summary>Whether the user means a cluster and not a data folder.</summary>
    public bool IsNamed(ParseResult parsed) =>
        parsed.GetValue(_cluster) is not null || parsed.GetValue(_store) is not null || parsed.GetValue(_server) is not null;

    /// <summary>The options again, for a command to copy; secrets and what TLS needs come from the environment and the user.</summary>
    /// <exception cref="SpecificationException">A setting is wrong.</exception>
    public string Reach(ParseResult parsed)
    {
        if (parsed.GetValue(_server) is { } server) return $"--server {ShellWord.Of(server)}";
        ClusterAddress address = Read(parsed);
        return $"--cluster {ShellWord.Of(address.Name)} --store {ShellWord.Of($"{address.StoreHost}:{address.StorePort}")}";
    }

    /// <summary>Connects to the cluster that the options name, acts, and disconnects.</summary>
    /// <param name="data">The folder that the silos share, as this machine sees it.</param>
    /// <exception cref="SpecificationException">A setting is wrong.</exception>
    /// <exception cref="ClusterException">The cluster cannot be reached.</exception>
    public async Task<T> UseAsync<T>(ParseResult parsed, string data, Func<IJobClient, Task<T>> act, CancellationToken cancellation)
    {
        TimeSpan? patience = parsed.GetValue(_patience) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        if (parsed.GetValue(_server) is { } server)
        {
            if (parsed.GetValue(_cluster) is not null || parsed.GetValue(_store) is not null)
                throw new SpecificationException("--server: it is not allowed beside --cluster and --store; expected one way.");
            string? token = SecretVariable.Read("ISAC_HTTP_TOKEN");
            cancellation.ThrowIfCancellationRequested();
            using var remote = new RemoteJobClient(
                new Uri(server), token, TimeProvider.System, patience ?? ClusterSession.DefaultPatience);
            return await act(remote).ConfigureAwait(false);
        }

        ClusterAddress address = Read(parsed);
        cancellation.ThrowIfCancellationRequested();
        ClusterSession session = await ClusterSession.ConnectAsync(
            address, data, cancellation, patience, line => Console.Error.WriteLine($"isac: {line}.")).ConfigureAwait(false);
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

    private static void CheckServer(OptionResult result)
    {
        foreach (Token token in result.Tokens)
        {
            bool valid = Uri.TryCreate(token.Value, UriKind.Absolute, out Uri? server)
                && (server.Scheme == Uri.UriSchemeHttp || server.Scheme == Uri.UriSchemeHttps) && server.UserInfo.Length == 0;
            if (!valid) result.AddError($"--server: '{token.Value}' is not allowed; expected http://HOST:PORT or https://HOST:PORT.");
        }
    }
}
