using System.Globalization;
using System.Text.Json;
using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;

namespace IsacCluster.Benchmarks.Peer;

/// <summary>CVXOPT through peers/cvxopt_peer.py, one process and one thread a pass.</summary>
internal sealed class CvxoptPeer
{
    private const string VersionsProgram = """
        import sys, cvxopt, numpy
        print(f"CVXOPT {cvxopt.__version__}, NumPy {numpy.__version__}, Python {sys.version.split()[0]}")
        """;

    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "peers", "cvxopt_peer.py");
    private readonly PythonProcess _python;

    /// <exception cref="UsageException">The interpreter, CVXOPT or NumPy is missing.</exception>
    public CvxoptPeer(string python)
    {
        _python = new PythonProcess(
            python, "Debian's python3-cvxopt and python3-numpy (apt-get install python3-cvxopt python3-numpy)");
        Versions = _python.Run("-c", VersionsProgram).Trim();
    }

    /// <summary>Versions of the peer and of what it runs on.</summary>
    public string Versions { get; }

    /// <summary>Solves the first <paramref name="limit"/> feasible cases once each.</summary>
    /// <exception cref="UsageException">The peer failed; the message carries its last line.</exception>
    public Pass Measure(string cases, IReadOnlyList<string> problems, int limit)
    {
        string output = Path.GetTempFileName();
        try
        {
            string most = limit.ToString(CultureInfo.InvariantCulture);
            _python.Run(Script, cases, "--problems", string.Join(',', problems), "--limit", most, "--json", output);
            using var document = JsonDocument.Parse(File.ReadAllBytes(output));
            Solved[] results = [.. document.RootElement.EnumerateArray().SelectMany(row => Read(row, problems))];
            return new Pass(Pass.Peer, results, MachineFacts.ReadLoadAverage());
        }
        finally
        {
            File.Delete(output);
        }
    }

    private static IEnumerable<Solved> Read(JsonElement row, IReadOnlyList<string> problems)
    {
        string id = row.GetProperty("id").GetString()!;
        foreach (string problem in problems)
        {
            JsonElement result = row.GetProperty(problem);
            string status = result.GetProperty("status").GetString()!;
            yield return status == Solved.OptimalStatus
                ? new Solved(id, problem, status, Number(result, "value"), Number(result, "cpu_ms"), Number(result, "ms"))
                : new Solved(id, problem, status, double.NaN, double.NaN, double.NaN);
        }

        static double Number(JsonElement result, string name) => result.GetProperty(name).GetDouble();
    }
}
