using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;

namespace IsacCluster.Benchmarks.Kills;

/// <summary>
/// A study of a program that goes on from its own checkpoint, with ASHA, killed by kill -9 of isac at random moments and run again until it
/// is done, over and over: the digest has to be that of an undisturbed run each time, and no program may outlive its isac.
/// </summary>
internal static class KillBenchmark
{
    private const int MostMs = 1500;

    private const string Study =
        """
        kind: study
        name: kills
        seed: 5
        space: {x: {float: [0, 1]}, y: {float: [0, 1]}}
        objective: {command: [sh, trial.sh]}
        sampler: {tpe: {startup_trials: 4}}
        pruner: {asha: {reduction_factor: 2}}
        trials: 16
        parallel: 2
        """;

    /// <summary>Prints a step, then saves it; after a kill it prints new steps only.</summary>
    private const string Trial =
        """
        x=${1#--x=}; y=${2#--y=}; step=$(cat ck 2>/dev/null || echo 0)
        while [ $step -lt 9 ]; do
          step=$((step + 1)); sleep 0.05
          awk "BEGIN { printf \"{\\\"step\\\": $step, \\\"value\\\": %.17g}\\n\", ($x - 0.3) ^ 2 * (1 + 1 / $step) + 0.2 * $y / $step }"
          echo $step > ck.new; mv ck.new ck
        done
        awk "BEGIN { printf \"{\\\"value\\\": %.17g}\\n\", ($x - 0.3) ^ 2 }"
        """;

    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, 1, "kills", "seed", "date");
        string isac = Path.GetFullPath(options.Positional(0) ?? throw new UsageException("kills needs the path of isac."));
        int wanted = options.Integer("kills", 200), seed = options.Integer("seed", 1, least: 0);
        MachineFacts facts = MachineFacts.Take(options.Date(TimeProvider.System));
        string folder = Directory.CreateTempSubdirectory("isac-kills-").FullName;
        try
        {
            return Run(isac, folder, wanted, (uint)seed, facts);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Run(string isac, string folder, int wanted, uint seed, MachineFacts facts)
    {
        File.WriteAllText(Path.Combine(folder, "study.yaml"), Study);
        File.WriteAllText(Path.Combine(folder, "trial.sh"), Trial);
        string undisturbed = Finish(isac, folder, "undisturbed");
        var digests = new SortedDictionary<string, int>(StringComparer.Ordinal);
        (int kills, int studies) = (0, 0);
        for (; kills < wanted; studies++)
        {
            string run = string.Create(CultureInfo.InvariantCulture, $"run-{studies}");
            while (kills < wanted && IsKilled(isac, folder, run, Delay(seed, kills))) kills++;
            string digest = Finish(isac, folder, run);
            digests[digest] = digests.GetValueOrDefault(digest) + 1;
            Console.Error.WriteLine($"{kills} kills, {studies + 1} studies, {digests.Count} digests");
        }

        bool same = digests.Count == 1 && digests.ContainsKey(undisturbed);
        var table = new MarkdownTable("kills of isac", "studies", "digests", "as undisturbed");
        table.Add(Number.Count(kills), Number.Count(studies), Number.Count(digests.Count), same ? "all" : "not all");
        Console.WriteLine($"{facts}\n{table}");
        return same ? 0 : 1;
    }

    /// <summary>Starts isac and kills it a delay after it has begun to work; false if it was done before.</summary>
    private static bool IsKilled(string isac, string folder, string run, int delay)
    {
        using var works = new ManualResetEventSlim();
        using Process process = Start(isac, folder, run, line =>
        {
            if (line.Length == 0 || line.Contains("trials", StringComparison.Ordinal)) works.Set();
        });
        works.Wait();
        if (process.WaitForExit(delay)) return false;
        process.Kill();
        process.WaitForExit();
        return true;
    }

    private static string Finish(string isac, string folder, string run)
    {
        var errors = new ConcurrentQueue<string>();
        using Process process = Start(isac, folder, run, errors.Enqueue);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{run}: isac ended with code {process.ExitCode}: {string.Join('\n', errors)}");
        return (string)JsonNode.Parse(File.ReadAllText(Path.Combine(folder, run, "study.json")))!["digest"]!;
    }

    /// <param name="onError">Called with each line on stderr, and with an empty one at the end.</param>
    private static Process Start(string isac, string folder, string run, Action<string> onError)
    {
        var start = new ProcessStartInfo(isac, ["run", "study.yaml", "--data", $"{run}-data", "--out", run])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => onError(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Milliseconds until kill n: a hash of seed and n, spread evenly.</summary>
    private static int Delay(uint seed, int kill)
    {
        uint bits = seed * 2654435761 ^ (uint)kill * 2246822519;
        bits = (bits ^ (bits >> 15)) * 2246822519;
        bits = (bits ^ (bits >> 13)) * 3266489917;
        return (int)((bits ^ (bits >> 16)) % MostMs);
    }
}
