using System.Net;
using System.Net.Sockets;
using IsacCluster.Silo.Hosting;

namespace IsacCluster.Silo.Tests.Hosting;

/// <summary>Ports that are found for a process that has yet to start.</summary>
public sealed class LoopbackPortsTests
{
    /// <summary>So many that ports which were let go would be given again.</summary>
    private const int Many = 400;

    [Fact]
    public void Ports_that_are_held_are_given_to_no_one_else()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere a port cannot be held for another process.");
        using LoopbackPorts first = LoopbackPorts.Hold(Many), second = LoopbackPorts.Hold(Many);
        IEnumerable<int> all = Enumerable.Range(0, Many).SelectMany(port => new[] { first[port], second[port] });
        Assert.Equal(2 * Many, all.Distinct().Count());
    }

    [Fact]
    public async Task Whoever_names_a_held_port_can_listen_on_it()
    {
        using LoopbackPorts ports = LoopbackPorts.Hold(1);
        using var listener = new TcpListener(IPAddress.Loopback, ports[0]);
        listener.Start();
        ports.Dispose();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, ports[0]);
        using TcpClient accepted = await listener.AcceptTcpClientAsync();
        Assert.True(accepted.Connected);
    }
}
