using System.Net;
using IsacCluster.Cluster.Hosting;
using IsacCluster.Cluster.Networking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace IsacCluster.Cluster.Tests.Networking;

/// <summary>In a pod, name, address and cluster are the pod's.</summary>
[Collection(nameof(KubernetesHostingTests))]
[CollectionDefinition(nameof(KubernetesHostingTests), DisableParallelization = true)]
public sealed class KubernetesHostingTests : IDisposable
{
    private static readonly Dictionary<string, string> Pod = new()
    {
        ["POD_NAME"] = "isac-cpu-0",
        ["POD_NAMESPACE"] = "isac",
        ["POD_IP"] = "10.1.2.3",
        ["ORLEANS_SERVICE_ID"] = "pods",
        ["ORLEANS_CLUSTER_ID"] = "pods",
    };

    public KubernetesHostingTests()
    {
        foreach ((string name, string value) in Pod) Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose()
    {
        foreach (string name in Pod.Keys) Environment.SetEnvironmentVariable(name, null);
    }

    [Fact]
    public void The_pod_says_who_and_where_the_silo_is()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var endpoint = new SiloEndpoint(IPAddress.Any, IPAddress.Parse(Pod["POD_IP"]), 11111, 30000);
        builder.UseOrleans(
            silo => silo.UseCluster(
                new ClusterAddress { Secret = "a secret of good length" }, endpoint, "named", new SiloIdentity("host", "1.0", 1, "x64"),
                kubernetes: true));
        using IHost host = builder.Build();
        var endpoints = host.Services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        Assert.Equal(IPAddress.Parse("10.1.2.3"), endpoints.AdvertisedIPAddress);
        Assert.Equal(new IPEndPoint(IPAddress.Any, 11111), endpoints.SiloListeningEndpoint);
        Assert.Equal("isac-cpu-0", host.Services.GetRequiredService<IOptions<SiloOptions>>().Value.SiloName);
        var cluster = host.Services.GetRequiredService<IOptions<Orleans.Configuration.ClusterOptions>>().Value;
        Assert.Equal(("pods", "pods"), (cluster.ServiceId, cluster.ClusterId));
    }
}
