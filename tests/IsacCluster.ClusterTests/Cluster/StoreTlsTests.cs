using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IsacCluster.Cli.Chaos;
using IsacCluster.Cli.Tests.Running;
using IsacCluster.Cluster.Hosting;
using IsacCluster.Cluster.Networking;

namespace IsacCluster.ClusterTests.Cluster;

/// <summary>A store that speaks TLS with the certificate of an authority of one's own.</summary>
[Collection(FaultClusterCollection.Name)]
public sealed class StoreTlsTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_silo_joins_over_TLS_and_refuses_a_store_of_another_authority()
    {
        string folder = _workspace.Folder, pfx = Path.Combine(folder, "store.pfx");
        using X509Certificate2 certificate = Certificate();
        await File.WriteAllBytesAsync(pfx, certificate.Export(X509ContentType.Pfx, "pfx-password"));
        string authority = _workspace.Write("ca.pem", certificate.ExportCertificatePem());
        using X509Certificate2 other = Certificate();
        string stranger = _workspace.Write("other.pem", other.ExportCertificatePem());

        var address = new ClusterAddress
        {
            Name = "tls",
            StoreTls = true,
            StoreAuthority = authority,
            StorePassword = "a password",
            Secret = "a secret of good length",
        };
        using GarnetProcess store = await GarnetProcess.StartAsync(
            Path.Combine(folder, "store"), address, CancellationToken.None,
            ["--tls", "--cert-file-name", pfx, "--cert-password", "pfx-password", "--client-certificate-required", "false"]);
        using var silo = new SiloProcess(store.Address, new SiloProcessOptions("tls-silo", "0", folder, folder)
        {
            More = ["--store-tls", "--store-ca", authority],
        });
        silo.Start();
        await silo.ReadyAsync();

        var refused = await Assert.ThrowsAsync<ClusterException>(
            () => ClusterNetworking.CheckStoreAsync(store.Address with { StoreAuthority = stranger }));
        Assert.Contains("over TLS", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ClusterException>(
            () => ClusterNetworking.CheckStoreAsync(store.Address with { StoreTls = false, StoreAuthority = null }));
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=store", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }
}
