using System.ComponentModel;
using System.Diagnostics;

namespace IsacCluster.Testing;

/// <summary>A program of the system that ran to its end.</summary>
public sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a program in a folder; null where the system has no such program.</summary>
    /// <param name="program">A name that is looked for on the path, or a path.</param>
    public static async Task<ProgramRun?> EndAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return new ProgramRun(process.ExitCode, output, await error);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
