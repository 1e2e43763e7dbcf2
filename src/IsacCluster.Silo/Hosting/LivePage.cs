using System.Net;
using System.Security.Cryptography;
using IsacCluster.Jobs;
using IsacCluster.Silo.Http;
using IsacCluster.Silo.Live;
using Microsoft.AspNetCore.Builder;

namespace IsacCluster.Silo.Hosting;

/// <summary>
/// The live page on loopback, for as long as its process likes. Everybody on this machine may read it; orders want the token that its link
/// carries, which is drawn anew each time.
/// </summary>
public sealed class LivePage : IAsyncDisposable
{
    private const int TokenBytes = 16;

    private readonly WebApplication _application;
    private readonly LiveBoard _board;

    private LivePage(WebApplication application, LiveBoard board, Uri link) => (_application, _board, Link) = (application, board, link);

    /// <summary>To open in a browser.</summary>
    public Uri Link { get; }

    /// <param name="port">0: a free one.</param>
    /// <param name="takesOrders">Whether jobs can be paused, resumed and cancelled from it.</param>
    /// <param name="submitToken">That orders want; null: one that is drawn.</param>
    /// <exception cref="SpecificationException">The port cannot be listened on.</exception>
    public static async Task<LivePage> StartAsync(
        LiveSource source, int port, bool takesOrders, TimeProvider time, string? submitToken = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        string? token = takesOrders
            ? submitToken ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes)) : null;
        var gate = new CallerGate(new HttpTokens(read: null, token));
        WebApplication application = WebListener.Create(IPAddress.Loopback, port, jsonLogs: false, gate);
        PageFiles.Map(application);
        var board = new LiveBoard(source, time);
        LiveRoutes.Map(application, board, gate.Tokens, time);
        try
        {
            await WebListener.StartAsync(application, IPAddress.Loopback, port).ConfigureAwait(false);
        }
        catch
        {
            await board.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        string address = application.Urls.First();
        string link = token is null ? address : $"{address}/#token={Uri.EscapeDataString(token)}";
        return new LivePage(application, board, new Uri(link));
    }

    public async ValueTask DisposeAsync()
    {
        await _board.DisposeAsync().ConfigureAwait(false);
        await WebListener.StopAsync(_application).ConfigureAwait(false);
    }
}
