using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace IsacCluster.Cluster.Networking;

/// <summary>
/// Lets only those connect who know the cluster's secret: mutual TLS with <see cref="ClusterCertificate"/>. Every connection that did not
/// get through is logged with the address that it came from.
/// </summary>
internal sealed partial class ConnectionGuard : IDisposable
{
    private static readonly object Passed = new();
    private readonly X509Certificate2 _certificate;
    private ILogger _log = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public ConnectionGuard(string secret, string cluster) : this(ClusterCertificate.Derive(secret, cluster)) { }

    private ConnectionGuard(X509Certificate2 certificate) => _certificate = certificate;

    /// <summary>Of the silos of one process, whose secret nobody else knows.</summary>
    public static ConnectionGuard OfProcess() => new(ClusterCertificate.Draw());

    /// <summary>Whether another side has shown a certificate of another secret.</summary>
    public bool HasSeenStranger { get; private set; }

    public void Dispose() => _certificate.Dispose();

    public void Guard(ISiloBuilder silo)
    {
        silo.Services.AddOptions<SiloConnectionOptions>().Configure<ILogger<ConnectionGuard>>((_, log) => _log = log);
        silo.Configure<SiloConnectionOptions>(options =>
        {
            options.ConfigureSiloInboundConnection(Watch);
            options.ConfigureGatewayInboundConnection(Watch);
        });
        silo.UseTls(Configure);
        silo.Configure<SiloConnectionOptions>(options =>
        {
            options.ConfigureSiloInboundConnection(Mark);
            options.ConfigureGatewayInboundConnection(Mark);
        });
    }

    public void Guard(IClientBuilder client) => client.UseTls(Configure);

    private void Configure(TlsOptions options)
    {
        options.LocalCertificate = _certificate;
        options.SslProtocols = SslProtocols.Tls13;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => IsTrusted(certificate);
        options.OnAuthenticateAsClient = (_, authentication) => authentication.TargetHost = "isac-cluster";
    }

    private bool IsTrusted(X509Certificate2? certificate)
    {
        bool trusted = certificate is not null && ClusterCertificate.IsSame(_certificate, certificate);
        if (!trusted) HasSeenStranger = true;
        return trusted;
    }

    /// <summary>Outside TLS: a connection that ends without having been marked inside it was refused.</summary>
    private void Watch(IConnectionBuilder builder) => builder.Use(next => async context =>
    {
        try
        {
            await next(context);
        }
        finally
        {
            if (!context.Items.ContainsKey(Passed)) LogRefused(_log, context.RemoteEndPoint);
        }
    });

    private static void Mark(IConnectionBuilder builder) => builder.Use(next => context =>
    {
        context.Items[Passed] = Passed;
        return next(context);
    });

    [LoggerMessage(1, LogLevel.Warning, "Refused a connection from {Remote}: it did not prove that it knows the cluster's secret")]
    private static partial void LogRefused(ILogger logger, EndPoint? remote);
}
