using IsacCluster.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Silo.Tests.Hosting;

/// <summary>However often something is wrong, the log stays short and says how often it was.</summary>
public sealed class BoundedLoggerTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly Lines _lines = new();
    private readonly BoundedLoggerProvider _bounded;

    public BoundedLoggerTests() => _bounded = new BoundedLoggerProvider(_lines, _time);

    public void Dispose() => _bounded.Dispose();

    [Fact]
    public void Of_each_kind_a_few_lines_a_minute_are_written_and_the_rest_is_counted()
    {
        ILogger log = _bounded.CreateLogger("store");
        for (int line = 0; line < 1000; line++) log.Log(LogLevel.Error, new EventId(1), line, null, (state, _) => $"away {state}");
        Assert.Equal(BoundedLoggerProvider.MostLines, _lines.Written.Count);
        log.Log(LogLevel.Error, new EventId(2), 0, null, (_, _) => "another kind");
        _bounded.CreateLogger("lane").Log(LogLevel.Error, new EventId(1), 0, null, (_, _) => "another category");
        Assert.Equal(["another kind", "another category"], _lines.Written.Skip(BoundedLoggerProvider.MostLines));

        _time.Advance(BoundedLoggerProvider.Window);
        log.Log(LogLevel.Error, new EventId(1), 0, null, (_, _) => "away still");
        log.Log(LogLevel.Error, new EventId(1), 0, null, (_, _) => "and again");
        Assert.Equal(["away still (990 lines of this kind were left out before)", "and again"], _lines.Written[^2..]);
    }

    [Fact]
    public void A_silos_logs_are_bounded()
    {
        using var services = new ServiceCollection().AddSiloLogging(json: true)
            .BuildServiceProvider();
        Assert.IsType<BoundedLoggerProvider>(Assert.Single(services.GetServices<ILoggerProvider>()));
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> Written { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose() => Written.Clear();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));
    }
}
