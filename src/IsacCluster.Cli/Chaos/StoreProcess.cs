using System.Diagnostics;
using IsacCluster.Cluster.Hosting;
using IsacCluster.Cluster.Networking;
using IsacCluster.Silo.Hosting;

namespace IsacCluster.Cli.Chaos;

/// <summary>A store of its own on a free loopback port, which can be killed and started again.</summary>
internal abstract class StoreProcess : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly LoopbackPorts _port = LoopbackPorts.Hold(1);
    private ChildProcess? _process;

    /// <param name="folder">Where it keeps its files; created if need be.</param>
    /// <param name="cluster">What the address is for; host and port are the store's own.</param>
    protected StoreProcess(string folder, ClusterAddress cluster)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        Address = cluster with { StoreHost = "127.0.0.1", StorePort = _port[0] };
    }

    public ClusterAddress Address { get; }

    protected string Folder { get; }

    /// <summary>Name of its program.</summary>
    protected abstract string Program { get; }

    /// <summary>Starts it, first or again after <see cref="Kill"/>, and waits until it answers.</summary>
    /// <exception cref="ClusterException">It does not start.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        ProcessStartInfo command = Command();
        command.WorkingDirectory = Folder;
        _process = new ChildProcess(command);
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await ClusterNetworking.CheckStoreAsync(Address).ConfigureAwait(false);
                return;
            }
            catch (ClusterException e) when (_process.HasExited || TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                throw new ClusterException($"{Program} did not start: {_process.Output}{_process.Error}", e);
            }
            catch (ClusterException)
            {
                await Task.Delay(Interval, TimeProvider.System, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>kill -9.</summary>
    public void Kill() => _process?.Kill();

    /// <summary>Deletes everything that it kept, while it is down.</summary>
    public void Empty()
    {
        Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Folder);
    }

    /// <summary>Cuts the end of its append-only file, while it is down.</summary>
    /// <returns>How many bytes were cut; fewer than asked for where there are fewer.</returns>
    public long Truncate(long bytes)
    {
        var log = new FileInfo(Directory.EnumerateFiles(Folder, LogFiles, SearchOption.AllDirectories)
            .OrderByDescending(File.GetLastWriteTimeUtc).First());
        using FileStream stream = log.OpenWrite();
        long cut = Math.Min(bytes, stream.Length);
        stream.SetLength(stream.Length - cut);
        return cut;
    }

    public void Dispose()
    {
        _process?.Dispose();
        _port.Dispose();
    }

    /// <summary>Pattern of the files of its append-only log.</summary>
    protected abstract string LogFiles { get; }

    /// <summary>How it is started.</summary>
    protected abstract ProcessStartInfo Command();

    /// <summary>Starts a new one; nothing of it is left where that fails.</summary>
    protected static async Task<T> StartedAsync<T>(T store, CancellationToken cancellation)
        where T : StoreProcess
    {
        try
        {
            await store.StartAsync(cancellation).ConfigureAwait(false);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }
}
