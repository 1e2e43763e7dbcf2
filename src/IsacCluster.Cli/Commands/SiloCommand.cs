using System.CommandLine;
using System.Net;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster;
using IsacCluster.Cluster.Networking;
using IsacCluster.Jobs;
using IsacCluster.Silo.Hosting;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac silo`: one silo of a cluster, until it is told to leave.</summary>
internal static class SiloCommand
{
    public static Command Create()
    {
        var cluster = new ClusterOptions();
        Option<int> port = Port("--port", "Port for other silos.", SiloEndpoint.DefaultPort);
        Option<int> gateway = Port("--gateway-port", "Port for clients.", SiloEndpoint.DefaultGatewayPort);
        var bind = new Option<string>("--bind")
        {
            Description = "Address to listen on; beyond loopback a cluster secret is needed.",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        var advertise = new Option<string?>("--advertise")
        {
            Description = "Address by which others reach this silo (default: that of --bind, in a pod POD_IP).",
            HelpName = "ADDRESS",
        };
        Option<int?> http = NumberOption.Optional(
            "--http",
            "Port of /healthz, /readyz, /jobs and /metrics (default: none). Tokens: ISAC_HTTP_TOKEN(_FILE) reads, "
                + "ISAC_SUBMIT_TOKEN(_FILE) submits too.",
            1, IPEndPoint.MaxPort, "P");
        var programs = new Option<string[]>("--allow-command")
        {
            Description = "Programs that jobs may start on this silo, by name or path; 'any', or 'none' (default: any on loopback, none "
                + "beyond it).",
            HelpName = "PATH|NAME",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        Option<long?> memory = MemoryOption.Create(
            "--memory-limit",
            "Most memory that the program of a slot may take: one that wants more fails, and its silo lives (default: no limit).");
        Option<TimeSpan?> keep = AgeOption.Create(
            "--keep",
            "Delete jobs, not their reports and files, so long after they ended: 30d, 12h, 90m, 20s; the same for all silos of a cluster "
                + "(default: never).");
        Option<int?> keepJobs = NumberOption.Optional(
            "--keep-jobs", "Of the jobs that ended keep the last N; the same for all silos of a cluster (default: all).", 1, 1_000_000);
        var slots = new Option<string?>("--slots")
        {
            Description = "Slots by kind (default: a cpu slot per processor, a cuda slot per device); "
                + "cuda=2x0.5 is two slots on each of 2 devices, cuda=4x2 two slots of two; surplus cuda slots are stand-ins for tests.",
            HelpName = "cpu=N,cuda=N",
            Validators = { CommonOptions.CheckSlotCounts },
        };
        Option<string?> name = Name();
        Option<string> data = CommonOptions.SharedData();
        Option<double> grace = NumberOption.Of(
            "--grace", "Seconds that running tasks may go on after SIGTERM.", 0, SiloSettings.MostGrace.TotalSeconds, usual: 10, "SECONDS");
        var kubernetes = new Option<bool>("--kubernetes")
        {
            Description = "Take name, address and cluster from the pod: POD_NAME, POD_NAMESPACE, POD_IP, ORLEANS_SERVICE_ID, "
                + "ORLEANS_CLUSTER_ID.",
        };
        var export = new ExportOptions();
        var mixed = new Option<bool>("--allow-mixed")
        {
            Description = "Join silos of another build or instruction set; results that both computed say mixed.",
        };
        var json = new Option<bool>("--json") { Description = "Log lines on stderr as JSON objects." };
        var command = new Verb(
            "silo", "Start one silo of a cluster; prints 'READY NAME pid=PID' once it has joined.",
            "interrupted; the silo has left the cluster.")
        {
            port, gateway, bind, advertise, http, programs, memory, keep, keepJobs, slots, name, data, grace, kubernetes, mixed, json,
        };
        export.AddTo(command);
        cluster.AddToSilo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            IPAddress listen = Address("--bind", parsed.GetValue(bind)!);
            IPAddress advertised = Advertised(parsed.GetValue(advertise), parsed.GetValue(kubernetes)) ?? listen;
            int siloPort = parsed.GetValue(port);
            var settings = new SiloSettings
            {
                Address = cluster.Read(parsed),
                Endpoint = new SiloEndpoint(listen, advertised, siloPort, parsed.GetValue(gateway)),
                Name = parsed.GetValue(name) ?? $"{Environment.MachineName.ToLowerInvariant()}-{siloPort}",
                Slots = parsed.GetValue(slots),
                DataFolder = parsed.GetValue(data)!,
                HttpPort = parsed.GetValue(http),
                HttpToken = SecretVariable.Read("ISAC_HTTP_TOKEN"),
                SubmitToken = SecretVariable.Read(SecretVariable.SubmitToken),
                Programs = parsed.GetValue(programs) is { Length: > 0 } allowed ? AllowedPrograms.Parse(allowed) : null,
                AllowMixed = parsed.GetValue(mixed),
                ProgramMemory = parsed.GetValue(memory),
                Keep = parsed.GetValue(keep),
                KeepJobs = parsed.GetValue(keepJobs),
                Grace = TimeSpan.FromSeconds(parsed.GetValue(grace)),
                Kubernetes = parsed.GetValue(kubernetes),
                JsonLogs = parsed.GetValue(json),
                Telemetry = export.Read(parsed),
            };
            var silo = new ClusterSilo(settings);
            cancellation.ThrowIfCancellationRequested();
            await silo.RunAsync(() => Console.WriteLine($"READY {settings.Name} pid={Environment.ProcessId}"), cancellation)
                .ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static Option<int> Port(string name, string description, int usual) =>
        NumberOption.Of(name, description, 1, IPEndPoint.MaxPort, usual, "P");

    private static Option<string?> Name() => new("--name")
    {
        Description = "Name in logs and reports (default: HOST-PORT).",
        HelpName = "S",
        Validators =
        {
            result =>
            {
                foreach (string name in result.Tokens.Select(token => token.Value))
                    if (name.Length == 0 || !name.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '.' or '_'))
                        result.AddError($"--name: '{name}' is not allowed; expected letters, digits, '-', '.' or '_'.");
            },
        },
    };

    private static IPAddress? Advertised(string? named, bool kubernetes)
    {
        const string pod = "POD_IP";
        if (named is not null) return Address("--advertise", named);
        if (!kubernetes) return null;
        return Environment.GetEnvironmentVariable(pod) is { Length: > 0 } address
            ? Address(pod, address)
            : throw new SpecificationException($"--kubernetes: {pod} is not set; expected the pod's address (fieldRef status.podIP).");
    }

    private static IPAddress Address(string option, string text) => IPAddress.TryParse(text, out IPAddress? address)
        ? address
        : throw new SpecificationException($"{option}: '{text}' is not allowed; expected an IP address.");
}
