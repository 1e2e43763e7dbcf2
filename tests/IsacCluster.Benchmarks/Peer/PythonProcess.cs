using System.ComponentModel;
using System.Diagnostics;
using IsacCluster.Benchmarks.CommandLine;

namespace IsacCluster.Benchmarks.Peer;

/// <summary>Runs a peer in Python, one process and one thread a call.</summary>
/// <param name="needs">What the interpreter must have, for the message when it has not.</param>
internal sealed class PythonProcess(string python, string needs)
{
    /// <summary>Runs to the end and returns what was printed.</summary>
    /// <exception cref="UsageException">The peer failed; the message carries its last line.</exception>
    public string Run(params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OPENBLAS_NUM_THREADS"] = start.Environment["OMP_NUM_THREADS"] = "1";
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0) return output;
            throw Failure(errors.Result.Trim().Split('\n')[^1]);
        }
        catch (Win32Exception cause)
        {
            throw Failure(cause.Message);
        }
    }

    private UsageException Failure(string reason) =>
        new($"The peer could not be run by {python}: {reason}. It needs {needs}; --python names another interpreter that has them.");
}
