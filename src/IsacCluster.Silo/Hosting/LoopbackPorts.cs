using System.Net;
using System.Net.Sockets;

namespace IsacCluster.Silo.Hosting;

/// <summary>Free ports of this machine's loopback address.</summary>
public static class LoopbackPorts
{
    /// <summary>Ports that the system gives; all are held while the last is found, so that they differ.</summary>
    public static int[] Free(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            return [.. listeners.Select(listener =>
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            })];
        }
        finally
        {
            foreach (var listener in listeners) listener.Dispose();
        }
    }
}
