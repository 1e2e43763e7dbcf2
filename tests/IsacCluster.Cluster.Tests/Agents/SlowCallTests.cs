using System.Collections.Concurrent;
using IsacCluster.Cluster.Agents;

namespace IsacCluster.Cluster.Tests.Agents;

public sealed class SlowCallTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);
    private readonly Bell _time = new();
    private readonly TaskCompletionSource<int> _call = new();
    private readonly List<bool> _late = [];

    [Fact]
    public void An_answer_in_time_tells_nobody()
    {
        using var turns = new Turns();
        var answer = SlowCall.EndAsync(_call.Task, Patience, _time, _late.Add);
        _call.SetResult(7);
        turns.Run();
        Assert.True(answer.IsCompletedSuccessfully);
        Assert.Empty(_late);
    }

    [Fact]
    public void A_late_answer_is_waited_for_and_both_are_told()
    {
        using var turns = new Turns();
        var answer = SlowCall.EndAsync(_call.Task, Patience, _time, _late.Add);
        _time.Ring();
        turns.Run();
        Assert.Equal([true], _late);
        _call.SetResult(7);
        turns.Run();
        Assert.True(answer.IsCompletedSuccessfully);
        Assert.Equal([true, false], _late);
    }

    /// <summary>Under load the call ends after patience did and before the caller gets its turn: its leases were lost then.</summary>
    [Fact]
    public void An_answer_between_the_end_of_patience_and_the_callers_turn_is_not_lost()
    {
        using var turns = new Turns();
        var answer = SlowCall.EndAsync(_call.Task, Patience, _time, _late.Add);
        _time.Ring();
        _call.SetResult(7);
        turns.Run();
        Assert.True(answer.IsCompletedSuccessfully, answer.Exception?.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_call_that_fails_throws_its_own_exception(bool late)
    {
        using var turns = new Turns();
        var answer = SlowCall.EndAsync(_call.Task, Patience, _time, _late.Add);
        if (late) _time.Ring();
        turns.Run();
        _call.SetException(new TimeoutException("The lane did not answer."));
        turns.Run();
        Assert.Equal("The lane did not answer.", Assert.IsType<TimeoutException>(answer.Exception?.InnerException).Message);
        Assert.Equal(late ? [true, false] : [], _late);
    }

    /// <summary>A clock whose one timer fires when the test says so.</summary>
    private sealed class Bell : TimeProvider
    {
        private Action _ring = () => { };

        public void Ring() => _ring();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _ring = () => callback(state);
            return new Rope();
        }

        private sealed class Rope : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    /// <summary>Continuations wait until the test gives them their turn.</summary>
    private sealed class Turns : SynchronizationContext, IDisposable
    {
        private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _waiting = [];
        private readonly SynchronizationContext? _former = Current;

        public Turns() => SetSynchronizationContext(this);

        public void Dispose() => SetSynchronizationContext(_former);

        public override void Post(SendOrPostCallback d, object? state) => _waiting.Enqueue((d, state));

        public void Run()
        {
            while (_waiting.TryDequeue(out var turn)) turn.Callback(turn.State);
        }
    }
}
