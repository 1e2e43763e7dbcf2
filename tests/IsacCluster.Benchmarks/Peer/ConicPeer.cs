using System.Globalization;
using System.Text.Json;
using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;

namespace IsacCluster.Benchmarks.Peer;

/// <summary>A general solver on one form of the problems, through peers/conic_peer.py: one process and one thread a pass.</summary>
internal sealed class ConicPeer
{
    private const string VersionsProgram = """
        import sys, cvxopt, numpy
        print(f"CVXOPT {cvxopt.__version__}, NumPy {numpy.__version__}, Python {sys.version.split()[0]}")
        """;

    private const string Csdp = "csdp", Needs = "Debian's python3-cvxopt and python3-numpy (apt-get install python3-cvxopt python3-numpy)";

    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "peers", "conic_peer.py");
    private readonly PythonProcess _python;
    private readonly string _form;

    /// <param name="form">primal, dual, csdp, or variants: dual with antenna powers, cross-correlation and limits of each user.</param>
    private ConicPeer(PythonProcess python, string form) => (_python, _form) = (python, form);

    public static IReadOnlyList<string> Forms { get; } = ["dual", Csdp, "primal", "variants"];

    /// <summary>As the tables name it.</summary>
    public string Name => _form == Csdp ? "CSDP, dual" : _form == "variants" ? "CVXOPT, dual of variants" : $"CVXOPT, {_form}";

    /// <summary>The peers of a comma-separated list of forms, and the versions of what they run on.</summary>
    /// <exception cref="UsageException">An unknown form; the interpreter, CVXOPT, NumPy or CSDP is missing.</exception>
    public static (IReadOnlyList<ConicPeer> Peers, string Versions) Create(string python, string forms)
    {
        string[] asked = forms.Split(',');
        if (asked.FirstOrDefault(form => !Forms.Contains(form)) is { } unknown)
            throw new UsageException($"--peers: '{unknown}'; allowed: {string.Join(", ", Forms)}.");
        var process = new PythonProcess(python, Needs);
        string versions = process.Run("-c", VersionsProgram).Trim();
        if (asked.Contains(Csdp))
        {
            string found = process.Run("-c", "import shutil; print(shutil.which('csdp') or '')").Trim();
            if (found.Length == 0) throw new UsageException("--peers: csdp is not installed (apt-get install coinor-csdp).");
            versions += ", CSDP of coinor-csdp";
        }

        return ([.. asked.Select(form => new ConicPeer(process, form))], versions);
    }

    /// <summary>Whether it solves a problem: CSDP only the SDR.</summary>
    public bool Solves(string problem) => _form != Csdp || problem == "sdr";

    /// <summary>Solves those of the problems that it can, for the first <paramref name="limit"/> feasible cases.</summary>
    /// <exception cref="UsageException">The peer failed; the message carries its last line.</exception>
    public Pass Measure(string cases, IReadOnlyList<string> problems, int limit)
    {
        string[] solved = [.. problems.Where(Solves)];
        string output = Path.GetTempFileName();
        try
        {
            string most = limit.ToString(CultureInfo.InvariantCulture);
            _python.Run(Script, cases, "--solver", _form, "--problems", string.Join(',', solved), "--limit", most, "--json", output);
            using var document = JsonDocument.Parse(File.ReadAllBytes(output));
            Solved[] results = [.. document.RootElement.EnumerateArray().SelectMany(row => Read(row, solved))];
            return new Pass(Name, results, MachineFacts.ReadLoadAverage());
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
