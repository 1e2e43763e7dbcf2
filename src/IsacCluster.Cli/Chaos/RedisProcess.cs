using System.Diagnostics;
using System.Globalization;
using IsacCluster.Cluster.Networking;

namespace IsacCluster.Cli.Chaos;

/// <summary>Redis, where this machine has redis-server, with an append-only file that is on disk before each answer.</summary>
internal sealed class RedisProcess : StoreProcess
{
    private const string Name = "redis-server";
    private readonly string _program;
    private readonly IReadOnlyList<string> _more;

    private RedisProcess(string program, string folder, ClusterAddress cluster, IReadOnlyList<string> more)
        : base(folder, cluster) => (_program, _more) = (program, more);

    /// <summary>The program on the path; null where there is none.</summary>
    public static string? FindProgram() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, Name)).FirstOrDefault(File.Exists);

    protected override string LogFiles => "*.incr.aof";

    protected override string Program => Name;

    /// <param name="folder">Where it keeps its files.</param>
    /// <param name="more">More settings, as its command line takes them.</param>
    /// <exception cref="ClusterException">The program is not there or does not start.</exception>
    public static Task<RedisProcess> StartAsync(
        string folder, ClusterAddress cluster, CancellationToken cancellation, IReadOnlyList<string>? more = null)
    {
        string program = FindProgram() ?? throw new ClusterException($"{Name} is not on the path (Debian: apt-get install {Name}).");
        return StartedAsync(new RedisProcess(program, folder, cluster, more ?? []), cancellation);
    }

    protected override ProcessStartInfo Command()
    {
        string settings = Path.Combine(Folder, "redis.conf");
        File.WriteAllText(settings, Address.StorePassword is { } password ? $"requirepass \"{password}\"\n" : "");
        return new ProcessStartInfo(_program,
        [
            settings, "--port", Address.StorePort.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", Folder,
            "--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction", .. _more,
        ]);
    }
}
