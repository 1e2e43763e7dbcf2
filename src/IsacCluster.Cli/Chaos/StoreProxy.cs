using System.Net;
using System.Net.Sockets;

namespace IsacCluster.Cli.Chaos;

/// <summary>
/// A way to the store that can be cut, slowed down and healed: listens on a loopback port and passes bytes on. Thread-safe.
/// </summary>
internal sealed class StoreProxy : IAsyncDisposable
{
    private const int Chunk = 16 * 1024;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TimeProvider _time;
    private readonly int _target;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private readonly Lock _gate = new();
    private CancellationTokenSource? _open = new(); // null while it is cut; ends the connections
    private TimeSpan _delay;

    /// <param name="target">The store's port on loopback.</param>
    public StoreProxy(int target, TimeProvider time)
    {
        (_target, _time) = (target, time);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Ends every connection and refuses new ones.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _open?.Cancel();
            _open = null;
        }
    }

    /// <summary>Every piece arrives so much later, either way.</summary>
    public void Slow(TimeSpan delay)
    {
        lock (_gate) _delay = delay;
    }

    /// <summary>Passes bytes on at once, and takes connections again.</summary>
    public void Heal()
    {
        lock (_gate)
        {
            _open ??= new CancellationTokenSource();
            _delay = TimeSpan.Zero;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _end.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            TcpClient near = await _listener.AcceptTcpClientAsync(_end.Token).ConfigureAwait(false);
            CancellationToken open;
            lock (_gate)
            {
                if (_open is null)
                {
                    near.Dispose();
                    continue;
                }

                open = _open.Token;
            }

            _ = ConnectAsync(near, open);
        }
    }

    private async Task ConnectAsync(TcpClient near, CancellationToken open)
    {
        using (near)
        {
            using var far = new TcpClient();
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, _target, open).ConfigureAwait(false);
                near.NoDelay = far.NoDelay = true;
                // The end of either direction is that of the connection.
                await await Task.WhenAny(
                    PassAsync(near.GetStream(), far.GetStream(), open), PassAsync(far.GetStream(), near.GetStream(), open))
                    .ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Cut, or one side went away.
            }
        }
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to, CancellationToken open)
    {
        byte[] buffer = new byte[Chunk];
        while (await from.ReadAsync(buffer, open).ConfigureAwait(false) is > 0 and var read)
        {
            TimeSpan delay;
            lock (_gate) delay = _delay;
            if (delay > TimeSpan.Zero) await Task.Delay(delay, _time, open).ConfigureAwait(false);
            await to.WriteAsync(buffer.AsMemory(0, read), open).ConfigureAwait(false);
        }
    }
}
