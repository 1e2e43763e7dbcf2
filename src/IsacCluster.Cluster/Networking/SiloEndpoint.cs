using System.Globalization;
using System.Net;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Networking;

/// <summary>Where a silo listens, and the address by which the others find it.</summary>
/// <param name="Bind">Address to listen on. Default of the command: loopback.</param>
/// <param name="Advertised">Address that other silos and clients connect to.</param>
/// <param name="Port">For silos, 1 to 65535.</param>
/// <param name="GatewayPort">For clients, 1 to 65535.</param>
public sealed record SiloEndpoint(IPAddress Bind, IPAddress Advertised, int Port, int GatewayPort)
{
    /// <summary>Orleans' usual ports.</summary>
    public const int DefaultPort = 11111, DefaultGatewayPort = 30000;

    /// <summary>Checks the ports, and that nothing but loopback is open to strangers.</summary>
    /// <exception cref="SpecificationException">The first rule that is broken.</exception>
    public void Validate(string? secret)
    {
        CheckPort("--port", Port);
        CheckPort("--gateway-port", GatewayPort);
        if (Port == GatewayPort) throw ClusterAddress.Invalid("--gateway-port", Text(GatewayPort), "another port than --port");
        if (Advertised.Equals(IPAddress.Any) || Advertised.Equals(IPAddress.IPv6Any))
            throw ClusterAddress.Invalid(
                "--advertise", $"{Advertised}", "the address of one interface, by which other machines reach this silo");
        if (secret is null && !(IPAddress.IsLoopback(Bind) && IPAddress.IsLoopback(Advertised)))
        {
            throw ClusterAddress.Invalid(
                "--bind", $"{Bind}",
                "a loopback address while there is no cluster secret; set ISAC_CLUSTER_SECRET or ISAC_CLUSTER_SECRET_FILE");
        }
    }

    /// <exception cref="SpecificationException">It is no port.</exception>
    public static void CheckPort(string setting, int port)
    {
        if (port is < 1 or > IPEndPoint.MaxPort) throw ClusterAddress.Invalid(setting, Text(port), "a port of 1 to 65535");
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
