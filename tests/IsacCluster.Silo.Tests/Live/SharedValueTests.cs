using IsacCluster.Silo.Live;

namespace IsacCluster.Silo.Tests.Live;

/// <summary>What all readers share is computed seldom where it is dear.</summary>
public sealed class SharedValueTests
{
    private readonly ManualTime _time = new();
    private int _computed;
    private TimeSpan _cost;

    [Fact]
    public async Task A_cheap_value_is_computed_once_within_its_least_age()
    {
        SharedValue<string> value = Value();
        for (int reader = 0; reader < 10; reader++) Assert.Equal("1", await value.GetAsync(default));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(value.IsOld);
        Assert.Equal("2", await value.GetAsync(default));
        Assert.False(value.IsOld);
        value.Forget();
        Assert.Equal("3", await value.GetAsync(default));
    }

    [Fact]
    public async Task One_that_takes_long_twice_is_kept_fifty_times_as_long_and_no_longer_than_the_most()
    {
        SharedValue<string> value = Value();
        _cost = TimeSpan.FromSeconds(0.5);
        await value.GetAsync(default);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("2", await value.GetAsync(default)); // the first alone says little
        _time.Advance(TimeSpan.FromSeconds(24.9));
        Assert.Equal("2", await value.GetAsync(default));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        _cost = TimeSpan.FromSeconds(100);
        Assert.Equal("3", await value.GetAsync(default));
        _time.Advance(TimeSpan.FromSeconds(25));
        Assert.Equal("4", await value.GetAsync(default));
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("4", await value.GetAsync(default));
        Assert.True(value.IsOlderThan(TimeSpan.FromSeconds(15)) is false); // four times its own age, too
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("5", await value.GetAsync(default));
    }

    [Fact]
    public async Task What_was_under_way_before_a_change_is_no_answer_after_it()
    {
        var first = new TaskCompletionSource();
        int begun = 0;
        var value = new SharedValue<string>(
            async () =>
            {
                int number = ++begun;
                if (number == 1) await first.Task;
                return $"{number}";
            },
            _time, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Task<string> before = value.GetAsync(default);
        value.Forget();
        Task<string> after = value.GetAsync(default), same = value.GetAsync(default);
        first.SetResult();
        Assert.Equal(("1", "2", "2"), (await before, await after, await same));
        Assert.Equal("2", await value.GetAsync(default));
    }

    [Fact]
    public async Task What_fails_is_tried_again_by_the_next()
    {
        bool fails = true;
        var value = new SharedValue<string>(
            () => fails ? throw new InvalidDataException("away") : Task.FromResult("there"), _time, TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(60));
        await Assert.ThrowsAsync<InvalidDataException>(() => value.GetAsync(default));
        fails = false;
        Assert.Equal("there", await value.GetAsync(default));
    }

    private SharedValue<string> Value() => new(
        () =>
        {
            _time.Advance(_cost);
            return Task.FromResult($"{++_computed}");
        },
        _time, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
}
