using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Outside;

/// <summary>A task that has begun and not ended, and who has it.</summary>
internal sealed class OpenTask(long index, byte[] argument, IOutsideTask task)
{
    public long Index => index;

    public byte[] Argument => argument;

    public IOutsideTask Task { get; private set; } = task;

    /// <summary>Null: it waits for another worker.</summary>
    public string? Lease { get; private set; }

    public string Worker { get; private set; } = "";

    public string Request { get; private set; } = "";

    public DateTimeOffset Since { get; private set; }

    /// <summary>When its worker was heard of last.</summary>
    public DateTimeOffset Heard { get; set; }

    /// <summary>Once it has ended: the last word's hash and what is answered to it, when that is durable.</summary>
    public (string Word, string Answer)? Last { get; set; }

    /// <summary>Of the lane that is told what came of it.</summary>
    public Task<bool>? Ending { get; set; }

    public static OpenTask Of(HeldTask held, IOutsideJob job, DateTimeOffset now) =>
        new(held.Index, held.Argument, job.OpenTask(held.Index, held.Argument, held.State))
        {
            Lease = held.Lease,
            Worker = held.Worker,
            Request = held.Request,
            Since = held.Since,
            Heard = now,
        };

    public HeldTask ToHeld() => new(Index, Argument, Task.ToBytes(), Lease, Worker, Request, Since);

    /// <summary>The same task of a job that was submitted anew.</summary>
    public void Reopen(IOutsideJob job) => Task = job.OpenTask(Index, Argument, Task.ToBytes());

    public void Give(string worker, string request, DateTimeOffset now)
    {
        (Lease, Worker, Request) = (Guid.NewGuid().ToString("N"), worker, request);
        Since = Heard = now;
    }

    public void Free() => (Lease, Request) = (null, "");
}
