using System.Text.Json;
using System.Text.Json.Nodes;
using IsacCluster.Cluster.Coordination;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Cluster.Storage;
using IsacCluster.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace IsacCluster.Cluster.Outside;

/// <summary>
/// Takes leases of the lane for workers outside, and keeps durably who has which task, with the argument that it was given and what its
/// worker has reported: a task goes on where the grain, its silo or all silos were started again. The lane's own leases lapse meanwhile and
/// are taken again. Reentrant: askers wait inside it.
/// </summary>
[Reentrant]
internal sealed partial class OutsideGrain : Grain, IOutsideGrain
{
    private const int TheLane = 0;

    private readonly IPersistentState<OutsideRecord> _record;
    private readonly JobCatalog _catalog;
    private readonly ClusterOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<OutsideGrain> _log;
    private readonly GroupCommit _commit;
    private OutsideBook? _book; // from the first call for a job that gives tasks to workers outside
    private IOutsideJob? _job;
    private string? _specification; // of the job

    public OutsideGrain(
        [PersistentState(OutsideRecord.Name)] IPersistentState<OutsideRecord> record,
        JobCatalog catalog,
        TimeProvider time,
        IOptions<ClusterOptions> options,
        ILogger<OutsideGrain> log)
    {
        _record = record;
        _catalog = catalog;
        _options = options.Value;
        _time = time;
        _log = log;
        _news = new VersionSignal(time);
        _commit = new GroupCommit(WriteAsync, OnWriteFailed, _options.CommitInterval, time);
    }

    private JobId Id => new(this.GetPrimaryKeyString());

    private AgentId Agent => new($"outside-{Id}");

    private IJobGrain Coordinator => GrainFactory.GetGrain<IJobGrain>(Id.Value);

    private ILaneGrain Lane => GrainFactory.GetGrain<ILaneGrain>(new LaneKey(Id, TheLane).ToString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (_record.State.Damage is { } damage)
        {
            LogDamaged(_log, Id.Value, damage); // its tasks are leased again when the lane's leases lapse
            await _record.ClearStateAsync(cancellationToken);
        }

        this.RegisterGrainTimer(RenewAsync, _options.Heartbeat, _options.Heartbeat);
    }

    public async Task<OutsideAnswer> Ask(OutsideAsk ask)
    {
        long start = _time.GetTimestamp();
        TimeSpan patience = ask.Patience < _options.LongPoll ? ask.Patience : _options.LongPoll;
        _askers++;
        try
        {
            while (true)
            {
                long seen = _news.Version;
                if (await FollowAsync() is { } refusal) return refusal;
                if (await TakeAsync(ask) is { } given) return await GivenAsync(given, ask);
                if (_hint is { Phase: not JobPhase.Running } rest) return Rests(rest.Phase);
                TimeSpan left = patience - _time.GetElapsedTime(start);
                if (left <= TimeSpan.Zero) return new OutsideAnswer(OutsideCode.Wait, """{"state":"wait","retry_after_s":1}""");
                await _news.WaitAsync(seen, _book!.UntilLapse() is { } lapse && lapse < left ? lapse : left);
            }
        }
        finally
        {
            _askers--;
        }
    }

    public async Task<OutsideAnswer> Say(OutsideWord word)
    {
        if (await FollowAsync() is { } refusal) return refusal;
        string hash = OutsideBook.HashOf(word.Verb, word.Body);
        if (_book!.Find(word.Index) is not { } open) return Missing(word, hash);
        if (open.Lease != word.Lease) return Refuse(Words.NotYours(word.Index, open, _time.GetUtcNow()));
        open.Heard = _time.GetUtcNow();
        if (word.Verb == Words.Heartbeat) return Ok(Words.Alive(_job!.LeaseTime, _hint?.Phase));
        if (open.Last is { } last)
        {
            if (last.Word != hash) return Refuse(Words.EndedOtherwise(word.Index));
            return await EndAsync(open) ? Ok(last.Answer) : Refuse(Words.Unwanted(word.Index));
        }

        try
        {
            using JsonDocument body = JsonDocument.Parse(word.Body);
            OutsideReply reply = open.Task.Take(word.Verb, body.RootElement, open.Heard - open.Since);
            return await TakenAsync(open, hash, reply);
        }
        catch (SpecificationException e)
        {
            return new OutsideAnswer(OutsideCode.Bad, e.Message);
        }
    }

    public async Task<IReadOnlyList<OutsideListing>> GetTasks()
    {
        if (await FollowAsync() is not null) return [];
        return [.. _book!.Open.Select(open => new OutsideListing(
            open.Index, open.Lease is null ? null : open.Worker, open.Since, open.Argument, open.Task.ToBytes()))];
    }

    public async Task Forget()
    {
        _book = null;
        await _commit.RequestAsync(urgent: true); // no write is under way from here on
        if (_record.RecordExists) await _record.ClearStateAsync();
        DeactivateOnIdle();
    }

    private async Task<OutsideAnswer> TakenAsync(OpenTask open, string hash, OutsideReply reply)
    {
        string answer = reply.Answer.ToJsonString();
        if (open.Task.Result is not null)
        {
            open.Last = (hash, answer);
            if (!await EndAsync(open)) return Refuse(Words.Unwanted(open.Index));
            return Ok(answer);
        }

        if (reply.IsFree)
        {
            open.Free();
            _news.Advance();
        }

        await _commit.RequestAsync(urgent: true);
        return Ok(answer);
    }

    private OutsideAnswer Missing(OutsideWord word, string hash) => _book!.FindEnded(word.Index) switch
    {
        null => new OutsideAnswer(OutsideCode.Unknown, Words.NotAsked(word.Index)),
        var ended when ended.Lease != word.Lease => Refuse(Words.EndedByOther(word.Index)),
        var ended when word.Verb == Words.Heartbeat || ended.Word == hash => Ok(ended.Answer),
        _ => Refuse(Words.EndedOtherwise(word.Index)),
    };

    /// <summary>A task for an asker, its own or a new one; null where there is none now.</summary>
    private async Task<OpenTask?> TakeAsync(OutsideAsk ask)
    {
        OutsideBook book = _book!;
        if (book.Asked(ask.Worker, ask.Request, ask.Resumes) is { } own)
        {
            if (own.Request == ask.Request) return own; // its answer was lost
            return Give(own, ask);
        }

        while (_hint is { Phase: JobPhase.Running })
        {
            if (book.Waiting() is { } waiting)
            {
                if (book.IsLapsed(waiting)) waiting.Task.Lapse();
                if (waiting.Task.Result is null) return Give(waiting, ask);
                await EndAloneAsync(waiting);
                continue;
            }

            if (await LeaseAsync() is not { } fresh) return null;
            if (fresh.Task.Result is null) return Give(fresh, ask);
            await EndAloneAsync(fresh); // its argument says what comes of it
        }

        return null;
    }

    private OpenTask Give(OpenTask open, OutsideAsk ask)
    {
        open.Give(ask.Worker, ask.Request, _time.GetUtcNow());
        open.Task.Begin();
        return open;
    }

    private async Task<OutsideAnswer> GivenAsync(OpenTask open, OutsideAsk ask)
    {
        await _commit.RequestAsync(urgent: true);
        if (open.Lease is not { } lease || open.Request != ask.Request) // taken by another meanwhile
            return new OutsideAnswer(OutsideCode.Wait, """{"state":"wait","retry_after_s":1}""");
        JsonObject answer = open.Task.Describe();
        answer["lease"] = lease;
        answer["lease_s"] = _job!.LeaseTime.TotalSeconds;
        return Ok(answer.ToJsonString());
    }

    /// <summary>Leases the next task that is not known here; null where the lane has none now.</summary>
    private async Task<OpenTask?> LeaseAsync()
    {
        while (await Lane.Lease(Agent, 1) is [{ Argument: { } argument } leased, ..])
        {
            // What is known here was leased before, by a lane that has come up anew since.
            if (_book!.Find(leased.Range.First) is null) return _book.Add(leased.Range.First, argument);
        }

        return null;
    }

    private static OutsideAnswer Rests(JobPhase phase) =>
        Ok($$"""{"state":"{{JsonNamingPolicy.KebabCaseLower.ConvertName(phase.ToString())}}"}""");

    private static OutsideAnswer Ok(string body) => new(OutsideCode.Ok, body);

    private static OutsideAnswer Refuse(string why) => new(OutsideCode.Refused, why);
}
