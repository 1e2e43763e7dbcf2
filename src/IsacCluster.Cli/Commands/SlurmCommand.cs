using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using IsacCluster.Cli.Chaos;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cli.Slurm;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Reporting.Files;
using IsacCluster.Silo.Jobs;
using IsacCluster.Specifications;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac slurm SPEC --nodes N`: a cluster for one job in an allocation of Slurm.</summary>
internal static class SlurmCommand
{
    private const int MostNodes = 10_000;
    private const string Program = "sbatch";

    public static Command Create()
    {
        Argument<string> spec = CommonOptions.Spec();
        Option<int> nodes = NumberOption.Of("--nodes", "Nodes of the allocation, a silo on each.", 1, MostNodes, usual: 1);
        var more = new Option<string?>("--sbatch-args")
        {
            Description = "More arguments of sbatch, in quotes: --sbatch-args=\"--cpus-per-task=8 --time=1:00:00\".",
            HelpName = "\"ARGS\"",
        };
        Option<string> data = CommonOptions.SharedData();
        Option<string?> output = CommonOptions.Out();
        var dry = new Option<bool>("--dry-run") { Description = "Print the script; nothing is written or submitted." };
        Option<bool> json = CommonOptions.Json();
        var verb = new Verb(
            "slurm", "Write and submit a batch script of Slurm that starts a store and silos, runs a job and writes its report.")
        {
            spec, nodes, more, data, output, dry, json,
        };
        verb.SetAction(async (parsed, cancellation) =>
        {
            (JobSpecification specification, JobDescription description) = JobSource.FromFile(
                parsed.GetValue(spec)!, parsed.GetValue(output));
            IJob job = new SpecificationJobFactory(TimeProvider.System).CreateReportable(description);
            string shared = Path.GetFullPath(parsed.GetValue(data)!);
            var script = new BatchScript(
                specification.Name, [Dotnet.Path, typeof(SlurmCommand).Assembly.Location], description.SpecPath, parsed.GetValue(nodes),
                shared, description.OutputFolder, job.Programs);
            if (parsed.GetValue(dry))
            {
                Console.Write(script);
                return ExitCode.Done;
            }

            cancellation.ThrowIfCancellationRequested(); // before anything is written
            if (!IsOnPath(Program)) throw new IOException($"{Program} is not on the path; --dry-run prints the script.");
            string file = Path.GetFullPath($"{specification.Name}.sbatch");
            Write(file, script.ToString());
            Directory.CreateDirectory(shared); // Slurm writes its log there
            string id = await SubmitAsync(file, parsed.GetValue(more)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [])
                .ConfigureAwait(false);
            if (!parsed.GetValue(json)) Console.WriteLine(id);
            else JsonOutput.Write(new { SlurmJob = id, Script = file, Job = job.Id, Report = description.OutputFolder });
            return ExitCode.Done;
        });
        return verb;
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Another script of this verb is replaced, any other file is not.</summary>
    private static void Write(string path, string script)
    {
        if (File.Exists(path) && !File.ReadLines(path).Take(2).Any(line => line.StartsWith(BatchScript.Mark, StringComparison.Ordinal)))
            throw new SpecificationException($"SPEC: '{path}', where the batch script goes, is another file; expected none.");
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(script));
    }

    /// <returns>The id that sbatch gives.</returns>
    private static async Task<string> SubmitAsync(string file, IReadOnlyList<string> more)
    {
        var start = new ProcessStartInfo(Program, ["--parsable", .. more, file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string said = (await process.StandardOutput.ReadToEndAsync().ConfigureAwait(false)).Trim();
            await process.WaitForExitAsync().ConfigureAwait(false);
            if (process.ExitCode == 0 && said.Length > 0) return said.Split('\n')[^1].Split(';')[0].Trim();
            throw new IOException($"{Program} ended with code {process.ExitCode}: {(await errors.ConfigureAwait(false)).Trim()}");
        }
        catch (Win32Exception error)
        {
            throw new IOException($"{Program} cannot be started: {error.Message}. The script is {file}.", error);
        }
    }
}
