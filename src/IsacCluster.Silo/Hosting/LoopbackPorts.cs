using System.Net;
using System.Net.Sockets;

namespace IsacCluster.Silo.Hosting;

/// <summary>
/// Free ports of this machine's loopback address, kept from everyone else until they are disposed. On Linux a port is bound but not
/// listened on: the system gives it to no one, and a process that names it can listen (both sides set SO_REUSEADDR, as .NET does).
/// Elsewhere such a process would be refused, so there a port is only known to be free when it was found.
/// </summary>
public sealed class LoopbackPorts : IDisposable
{
    private readonly Socket[] _holders;
    private readonly int[] _ports;

    private LoopbackPorts(Socket[] holders)
    {
        _holders = holders;
        _ports = [.. holders.Select(holder => ((IPEndPoint)holder.LocalEndPoint!).Port)];
    }

    public int this[int index] => _ports[index];

    /// <summary>Finds ports that differ and holds them.</summary>
    public static LoopbackPorts Hold(int count)
    {
        var ports = new LoopbackPorts([.. Enumerable.Range(0, count).Select(_ => Bind())]);
        if (!OperatingSystem.IsLinux()) ports.Dispose();
        return ports;
    }

    /// <summary>Lets go of them; whoever listens on one goes on.</summary>
    public void Dispose()
    {
        foreach (Socket holder in _holders) holder.Dispose();
    }

    private static Socket Bind()
    {
        var holder = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return holder;
    }
}
