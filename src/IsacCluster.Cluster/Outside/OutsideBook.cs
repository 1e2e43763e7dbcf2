using System.Security.Cryptography;
using System.Text;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Outside;

/// <summary>
/// Who has which task of one job: a lease a task, which its worker renews with every word. A lease that has lapsed ends when another worker
/// wants the task; until then its worker may take it up again. Not thread-safe: the grain owns it.
/// </summary>
internal sealed class OutsideBook
{
    /// <summary>Tasks that ended last, of which a repeated word is met with the same answer.</summary>
    public const int MostEnded = 256;

    private readonly TimeProvider _time;
    private readonly SortedDictionary<long, OpenTask> _open = [];
    private readonly Queue<EndedTask> _ended;
    private IOutsideJob _job;

    /// <summary>Leases begin anew: whoever was silent because the cluster was away is not blamed.</summary>
    public OutsideBook(OutsideRecord record, IOutsideJob job, TimeProvider time)
    {
        (_job, _time) = (job, time);
        _ended = new Queue<EndedTask>(record.Ended);
        foreach (HeldTask held in record.Tasks) _open[held.Index] = OpenTask.Of(held, job, Now);
    }

    public int Count => _open.Count;

    public IEnumerable<OpenTask> Open => _open.Values;

    private DateTimeOffset Now => _time.GetUtcNow();

    public OpenTask? Find(long index) => _open.GetValueOrDefault(index);

    public EndedTask? FindEnded(long index) => _ended.LastOrDefault(task => task.Index == index);

    /// <summary>The job was submitted anew, maybe with another lease time.</summary>
    public void Adopt(IOutsideJob job)
    {
        if (ReferenceEquals(job, _job)) return;
        _job = job;
        foreach (OpenTask open in _open.Values.Where(open => open.Last is null)) open.Reopen(job);
    }

    public OpenTask Add(long index, byte[] argument) =>
        _open[index] = new OpenTask(index, argument, _job.OpenTask(index, argument, default));

    /// <summary>The task that this very request was given before, or with a name that the worker had before it was started again.</summary>
    public OpenTask? Asked(string worker, string request, bool resumes) =>
        _open.Values.FirstOrDefault(open => open.Lease is not null && open.Last is null && open.Request == request)
        ?? (resumes ? _open.Values.FirstOrDefault(open => open.Lease is not null && open.Last is null && open.Worker == worker) : null);

    /// <summary>The first task that waits for a worker, or whose worker has been silent for too long.</summary>
    public OpenTask? Waiting() => _open.Values.FirstOrDefault(open => open.Last is null && (open.Lease is null || IsLapsed(open)));

    public bool IsLapsed(OpenTask open) => open.Lease is not null && Now - open.Heard > _job.LeaseTime;

    /// <summary>Time until the next lease lapses, at least a moment; null: none will.</summary>
    public TimeSpan? UntilLapse()
    {
        DateTimeOffset[] heard = [.. _open.Values.Where(open => open.Lease is not null && open.Last is null).Select(open => open.Heard)];
        if (heard.Length == 0) return null;
        TimeSpan left = heard.Min() + _job.LeaseTime - Now + TimeSpan.FromMilliseconds(1);
        return left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left;
    }

    public void End(OpenTask open)
    {
        _open.Remove(open.Index);
        if (open is not { Lease: { } lease, Last: { } last }) return;
        _ended.Enqueue(new EndedTask(open.Index, lease, last.Word, last.Answer));
        while (_ended.Count > MostEnded) _ended.Dequeue();
    }

    /// <summary>The job does not want it any more.</summary>
    public void Drop(OpenTask open) => _open.Remove(open.Index);

    public OutsideRecord ToRecord() => new()
    {
        Tasks = [.. _open.Values.Select(open => open.ToHeld())],
        Ended = [.. _ended],
    };

    public static string HashOf(string verb, string body) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{verb}\n{body}")).AsSpan(0, 8));
}
