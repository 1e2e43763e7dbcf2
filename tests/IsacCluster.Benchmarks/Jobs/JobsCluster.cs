using System.Diagnostics;
using System.Globalization;
using IsacCluster.Silo.Hosting;
using StackExchange.Redis;

namespace IsacCluster.Benchmarks.Jobs;

/// <summary>A silo with one slot and redis-server, as processes on free ports of loopback.</summary>
internal sealed class JobsCluster : IAsyncDisposable
{
    /// <summary>What submits.</summary>
    public const string Token = "benchmark-of-small-jobs";

    private readonly string _store;
    private readonly LoopbackPorts _ports;
    private readonly Process _redis, _silo;
    private readonly ConnectionMultiplexer _connection;

    private JobsCluster(string store, LoopbackPorts ports, Process redis, Process silo, ConnectionMultiplexer connection) =>
        (_store, _ports, _redis, _silo, _connection) = (store, ports, redis, silo, connection);

    /// <summary>Of its endpoint.</summary>
    public Uri Server => new($"http://127.0.0.1:{Text(_ports[3])}");

    /// <summary>Of the silo.</summary>
    public long ResidentBytes
    {
        get
        {
            _silo.Refresh();
            return _silo.WorkingSet64;
        }
    }

    /// <summary>Of the store's files.</summary>
    public long StoreFolderBytes =>
        new DirectoryInfo(_store).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <param name="keep">Jobs that the silo keeps (--keep-jobs); 0: all.</param>
    public static async Task<JobsCluster> StartAsync(string isac, string folder, int keep)
    {
        string store = Directory.CreateDirectory(Path.Combine(folder, "store")).FullName;
        var ports = LoopbackPorts.Hold(4);
        Process redis = Start(
            "redis-server",
            "--port", Text(ports[0]), "--bind", "127.0.0.1", "--dir", store, "--appendonly", "yes", "--maxmemory-policy", "noeviction",
            "--logfile", Path.Combine(store, "redis.log"));
        Process? silo = null;
        try
        {
            ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(
                $"127.0.0.1:{Text(ports[0])},abortConnect=true,allowAdmin=true,connectRetry=50,connectTimeout=1000");
            silo = Start(
                isac,
                [
                    "silo", "--store", $"127.0.0.1:{Text(ports[0])}", "--port", Text(ports[1]), "--gateway-port", Text(ports[2]),
                    "--http", Text(ports[3]), "--slots", "cpu=1", "--name", "one", "--data", Path.Combine(folder, "data"),
                    .. keep > 0 ? (string[])["--keep-jobs", Text(keep)] : [],
                ]);
            while (await silo.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("READY", StringComparison.Ordinal)) return new JobsCluster(store, ports, redis, silo, connection);
            }

            throw new InvalidOperationException("The silo did not join; its log stands above.");
        }
        catch
        {
            End(silo);
            End(redis);
            ports.Dispose();
            throw;
        }
    }

    /// <returns>Bytes of memory that the store uses, and records that it holds.</returns>
    public async Task<(double Bytes, long Records)> StoreAsync()
    {
        IServer server = _connection.GetServers()[0];
        string used = (await server.InfoAsync("memory")).SelectMany(group => group).First(entry => entry.Key == "used_memory").Value;
        return (double.Parse(used, CultureInfo.InvariantCulture), await server.DatabaseSizeAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        End(_silo);
        End(_redis);
        _ports.Dispose();
    }

    private static void End(Process? process)
    {
        if (process is null) return;
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>Its log is dropped but for lines that are no news of a job.</summary>
    private static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ISAC_SUBMIT_TOKEN"] = Token;
        Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text && !text.Contains(" info: ", StringComparison.Ordinal)) Console.Error.WriteLine(text);
        };
        process.BeginErrorReadLine();
        return process;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
