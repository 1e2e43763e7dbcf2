using System.Net;
using IsacCluster.Cluster.Networking;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Tests.Networking;

public sealed class ClusterAddressTests
{
    private const string Secret = "a secret of good length";

    [Theory]
    [InlineData("10.0.0.5:6380", "10.0.0.5", 6380)]
    [InlineData("store", "store", 6379)]
    [InlineData("store.lab.example:7000", "store.lab.example", 7000)]
    [InlineData("[::1]:7000", "::1", 7000)]
    public void A_store_is_a_host_and_a_port(string text, string host, int port) =>
        Assert.Equal((host, port), ClusterAddress.ParseStore("--store", text));

    [Theory]
    [InlineData("")]
    [InlineData(":6379")]
    [InlineData("store:0")]
    [InlineData("store:70000")]
    [InlineData("store:x")]
    [InlineData("user@store:6379")]
    [InlineData("store/1")]
    public void Anything_else_is_refused_by_name(string text)
    {
        string message = Assert.Throws<SpecificationException>(() => ClusterAddress.ParseStore("--store", text)).Message;
        Assert.Contains($"--store: '{text}'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_secret_and_a_strange_name_are_refused()
    {
        new ClusterAddress { Secret = Secret }.Validate();
        Assert.Contains("ISAC_CLUSTER_SECRET", Refused(new ClusterAddress { Secret = "too short" }), StringComparison.Ordinal);
        Assert.Contains("--cluster: 'a b'", Refused(new ClusterAddress { Name = "a b" }), StringComparison.Ordinal);
        Assert.Contains(
            "--store-ca", Refused(new ClusterAddress { StoreAuthority = "nowhere.pem", StoreTls = true }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", 11111, 30000, null, null)]
    [InlineData("0.0.0.0", "10.0.0.1", 11111, 30000, Secret, null)]
    [InlineData("0.0.0.0", "10.0.0.1", 11111, 30000, null, "--bind")]
    [InlineData("127.0.0.1", "10.0.0.1", 11111, 30000, null, "--bind")]
    [InlineData("0.0.0.0", "0.0.0.0", 11111, 30000, Secret, "--advertise")]
    [InlineData("127.0.0.1", "127.0.0.1", 0, 30000, null, "--port: '0'")]
    [InlineData("127.0.0.1", "127.0.0.1", 11111, 65536, null, "--gateway-port: '65536'")]
    [InlineData("127.0.0.1", "127.0.0.1", 11111, 11111, null, "--gateway-port")]
    public void Nothing_but_loopback_is_open_to_strangers(
        string bind, string advertised, int port, int gateway, string? secret, string? named)
    {
        var endpoint = new SiloEndpoint(IPAddress.Parse(bind), IPAddress.Parse(advertised), port, gateway);
        if (named is null) endpoint.Validate(secret);
        else Assert.Contains(
            named, Assert.Throws<SpecificationException>(() => endpoint.Validate(secret)).Message, StringComparison.Ordinal);
    }

    private static string Refused(ClusterAddress address) => Assert.Throws<SpecificationException>(address.Validate).Message;
}
