using System.Text;
using System.Threading.Channels;

namespace IsacCluster.Silo.Live;

/// <summary>
/// Those that listen to server-sent events: each event is written once and handed to all. Who reads too slowly is let go, and comes again.
/// Thread-safe.
/// </summary>
internal sealed class Listeners
{
    private const int MostWaiting = 128, FirstEvents = 50;

    private readonly Lock _gate = new();
    private readonly List<Channel<byte[]>> _channels = [];
    private TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Overview? _told;
    private bool _ended;

    public bool Any
    {
        get
        {
            lock (_gate) return _channels.Count > 0;
        }
    }

    /// <summary>Begins with what is known; ends when the reader is let go or the endpoint stops.</summary>
    public ChannelReader<byte[]> Enter(DateTimeOffset now)
    {
        var channel = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
        lock (_gate)
        {
            if (_ended) channel.Writer.Complete();
            else _channels.Add(channel);
            channel.Writer.TryWrite(Frame("hello", LiveJson.Bytes(new { AsOf = now })));
            if (_told is { } told)
            {
                channel.Writer.TryWrite(Frame("jobs", told.JobsDocument));
                channel.Writer.TryWrite(Frame("silos", told.SilosDocument));
                channel.Writer.TryWrite(Happened(told.AsOf, [.. told.Events.TakeLast(FirstEvents)]));
            }
        }

        Wake();
        return channel.Reader;
    }

    public void Leave(ChannelReader<byte[]> reader)
    {
        lock (_gate) _channels.RemoveAll(channel => channel.Reader == reader);
    }

    /// <summary>Tells what is new since the last time.</summary>
    public void Tell(Overview overview)
    {
        lock (_gate)
        {
            Overview? before = _told;
            _told = overview;
            if (_channels.Count == 0 || ReferenceEquals(before, overview)) return;
            bool first = before is null; // those that entered before have been told nothing
            if (first || !before!.JobsContent.AsSpan().SequenceEqual(overview.JobsContent)) Send(Frame("jobs", overview.JobsDocument));
            if (first || !before!.SilosContent.AsSpan().SequenceEqual(overview.SilosContent)) Send(Frame("silos", overview.SilosDocument));
            long last = before is { Events: [.., var latest] } ? latest.Number : -1;
            HappenedLine[] news = [.. overview.Events.Where(happened => happened.Number > last).TakeLast(FirstEvents)];
            if (news.Length > 0) Send(Happened(overview.AsOf, news));
        }
    }

    public void TellJob(string id, long version)
    {
        lock (_gate) Send(Frame("job", LiveJson.Bytes(new { Id = id, Version = version })));
    }

    /// <summary>Ends a wait.</summary>
    public void Wake()
    {
        lock (_gate) _woken.TrySetResult();
    }

    /// <summary>Until somebody enters or wakes, at most so long.</summary>
    public async Task WaitAsync(TimeSpan most, TimeProvider time, CancellationToken stop)
    {
        Task woken;
        lock (_gate) woken = _woken.Task;
        await Task.WhenAny(woken, Task.Delay(most, time, stop)).ConfigureAwait(false);
        lock (_gate)
        {
            if (_woken.Task.IsCompleted) _woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Lets everybody go, and takes nobody any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            foreach (Channel<byte[]> channel in _channels) channel.Writer.TryComplete();
            _channels.Clear();
        }
    }

    private void Send(byte[] frame)
    {
        foreach (Channel<byte[]> slow in _channels.Where(channel => !channel.Writer.TryWrite(frame)).ToList())
        {
            slow.Writer.TryComplete();
            _channels.Remove(slow);
        }
    }

    private static byte[] Happened(DateTimeOffset asOf, HappenedLine[] news) =>
        Frame("happened", LiveJson.Bytes(new { AsOf = asOf, Events = news }));

    private static byte[] Frame(string name, byte[] data) =>
        [.. Encoding.UTF8.GetBytes($"event: {name}\ndata: "), .. data, (byte)'\n', (byte)'\n'];
}
