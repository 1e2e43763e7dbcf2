using System.Net;
using IsacCluster.Cluster;
using IsacCluster.Cluster.Networking;
using IsacCluster.Jobs;
using IsacCluster.Silo.Telemetry;

namespace IsacCluster.Silo.Hosting;

/// <summary>One silo of a cluster of processes.</summary>
public sealed class SiloSettings
{
    /// <summary>Longest time that a silo may take to drain.</summary>
    public static readonly TimeSpan MostGrace = TimeSpan.FromHours(1);

    /// <summary>Of the token that submits jobs, in characters.</summary>
    public const int LeastTokenLength = 16;

    public required ClusterAddress Address { get; init; }

    public required SiloEndpoint Endpoint { get; init; }

    /// <summary>Name in logs and reports.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Slots as <see cref="SlotCounts.Parse(string, SlotCounts)"/> reads them; null: what the machine has. Without any it keeps grains and
    /// answers questions only.
    /// </summary>
    public string? Slots { get; init; }

    /// <summary>Where jobs that write files put them unless the user names an absolute folder; shared by all silos.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Port of health, jobs and queue length; null: none.</summary>
    public int? HttpPort { get; init; }

    /// <summary>What callers that read jobs and metrics show as bearer token; null: none, on loopback only.</summary>
    public string? HttpToken { get; init; }

    /// <summary>What callers that submit and change jobs show as bearer token; null: nobody may over HTTP.</summary>
    public string? SubmitToken { get; init; }

    /// <summary>
    /// The programs that jobs may start here. Null: any on loopback, where whoever may submit is on this machine, and none beyond it.
    /// </summary>
    public AllowedPrograms? Programs { get; init; }

    /// <summary>Most bytes of memory that the program of a slot may take; null: no limit.</summary>
    public long? ProgramMemory { get; init; }

    /// <summary>How long jobs are kept after they ended; null: until somebody deletes them.</summary>
    public TimeSpan? Keep { get; init; }

    /// <summary>Of the jobs that ended, how many are kept, those that ended last; null: all.</summary>
    public int? KeepJobs { get; init; }

    /// <summary>Whether the silo may join others of another build, protocol or instruction set.</summary>
    public bool AllowMixed { get; init; }

    /// <summary>What the silo is. Default: as this process.</summary>
    public SiloIdentity Identity { get; init; } = SiloIdentities.Here;

    internal AllowedPrograms ProgramsInForce =>
        Programs ?? (IPAddress.IsLoopback(Endpoint.Bind) ? AllowedPrograms.Any : AllowedPrograms.None);

    /// <summary>How long running tasks may go on after SIGTERM; then they are handed back. Default: 10 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Take name and cluster from the pod, and watch over the pods of dead silos.</summary>
    public bool Kubernetes { get; init; }

    /// <summary>Log lines as JSON objects instead of coloured text.</summary>
    public bool JsonLogs { get; init; }

    public TelemetryOptions Telemetry { get; init; } = new();

    /// <exception cref="SpecificationException">The first setting that is wrong.</exception>
    public void Validate()
    {
        Address.Validate();
        Endpoint.Validate(Address.Secret);
        if (HttpPort is { } http)
        {
            SiloEndpoint.CheckPort("--http", http);
            if (HttpToken is null && !IPAddress.IsLoopback(Endpoint.Bind))
                throw new SpecificationException(
                    "--http: beyond loopback the endpoint needs a token; set ISAC_HTTP_TOKEN or ISAC_HTTP_TOKEN_FILE.");
        }

        if (SubmitToken is { Length: < LeastTokenLength })
            throw new SpecificationException(
                $"ISAC_SUBMIT_TOKEN: the token has {SubmitToken.Length} characters; expected at least {LeastTokenLength} random ones.");
        if (SubmitToken is not null && SubmitToken == HttpToken)
            throw new SpecificationException("ISAC_SUBMIT_TOKEN: it is that of ISAC_HTTP_TOKEN; expected another one.");
        if (Grace < TimeSpan.Zero || Grace > MostGrace)
            throw new SpecificationException(
                $"--grace: {Grace.TotalSeconds:0.###} s is not allowed; expected 0 to {MostGrace.TotalSeconds:0} s.");
        if (ProgramMemory is not null && !OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
        {
            throw new SpecificationException(
                "--memory-limit: this system has no limit on the memory of a program that isac can set; Linux and Windows have.");
        }

        if (Slots is not null) SlotCounts.Parse(Slots, default);
        Telemetry.Validate();
    }
}
