using System.Threading.Channels;
using IsacCluster.Silo.Live;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace IsacCluster.Silo.Http;

/// <summary>Server-sent events: what the board tells, and a sign of life where it tells nothing.</summary>
internal static class LiveEvents
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    public static async Task SendAsync(HttpContext context, LiveBoard board, TimeProvider time)
    {
        CancellationToken stop = context.RequestAborted;
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // a proxy hands on what it gets
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        ChannelReader<byte[]> events = board.Listeners.Enter(time.GetUtcNow());
        try
        {
            while (true)
            {
                ReadOnlyMemory<byte> frame = await NextAsync(events, time, stop).ConfigureAwait(false);
                if (frame.IsEmpty) return;
                await context.Response.Body.WriteAsync(frame, stop).ConfigureAwait(false);
                if (!events.TryPeek(out _)) await context.Response.Body.FlushAsync(stop).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The reader has left.
        }
        finally
        {
            board.Listeners.Leave(events);
        }
    }

    /// <returns>An event; a comment where none has come for a while; nothing once there will be none.</returns>
    private static async Task<ReadOnlyMemory<byte>> NextAsync(ChannelReader<byte[]> events, TimeProvider time, CancellationToken stop)
    {
        if (events.TryRead(out byte[]? ready)) return ready;
        Task<bool> more = events.WaitToReadAsync(stop).AsTask();
        try
        {
            return await more.WaitAsync(Silence, time, stop).ConfigureAwait(false) && events.TryRead(out byte[]? frame) ? frame : default;
        }
        catch (TimeoutException)
        {
            return ": \n\n"u8.ToArray();
        }
    }
}
