using System.Globalization;
using System.Text.Json;
using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Peer;

namespace IsacCluster.Benchmarks.Search;

/// <summary>Optuna's TPE through peers/optuna_peer.py, one process a call.</summary>
internal sealed class OptunaPeer(string python)
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "peers", "optuna_peer.py");
    private readonly PythonProcess _python = new(python, "Debian's python3-optuna (apt-get install python3-optuna)");

    /// <summary>The version and, for each objective, the best value of each seed.</summary>
    /// <exception cref="UsageException">The peer failed; the message carries its last line.</exception>
    public (string Version, IReadOnlyDictionary<string, double[]> Best) Quality(
        IReadOnlyList<string> objectives, int trials, int firstSeed, int seeds)
    {
        string range = string.Create(CultureInfo.InvariantCulture, $"{firstSeed}-{firstSeed + seeds - 1}");
        using JsonDocument document = Run("quality", "--trials", Text(trials), "--seeds", range);
        Dictionary<string, double[]> best = objectives.ToDictionary(
            name => name, name => document.RootElement.GetProperty(name).EnumerateArray().Select(value => value.GetDouble()).ToArray());
        return (document.RootElement.GetProperty("optuna").GetString()!, best);
    }

    /// <summary>Wall-clock seconds of so many sequential trials of sphere10.</summary>
    /// <exception cref="UsageException">The peer failed; the message carries its last line.</exception>
    public double Seconds(int trials)
    {
        using JsonDocument document = Run("overhead", "--trials", Text(trials));
        return document.RootElement.GetProperty("wall_s").GetDouble();
    }

    private JsonDocument Run(params IEnumerable<string> arguments) =>
        JsonDocument.Parse(_python.Run(["-W", "ignore", Script, .. arguments]));

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
