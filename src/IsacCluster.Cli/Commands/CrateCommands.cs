using System.CommandLine;
using IsacCluster.Campaigns;
using IsacCluster.Cli.Crates;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Specifications;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac crate JOB -o FILE.zip` and `isac reproduce FILE.zip`: what is needed to repeat a result, and the repetition.</summary>
internal static class CrateCommands
{
    public static IEnumerable<Command> Create() => [Crate(), Reproduce()];

    private static Verb Crate()
    {
        Argument<string> job = CommonOptions.Job();
        Option<string?> output = PathOption.File("--out", "File to write (default: JOB.zip).", "-o");
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var verb = new Verb(
            "crate", "Write one file with what is needed to repeat a finished job: specification, files, digest (RO-Crate).")
        {
            job, output, data, json,
        };
        verb.SetAction((parsed, cancellation) => CrateAsync(
            parsed.GetValue(job)!, parsed.GetValue(output) ?? $"{parsed.GetValue(job)}.zip", parsed.GetValue(data)!, parsed.GetValue(json),
            cancellation));
        return verb;
    }

    private static async Task<int> CrateAsync(string job, string target, string data, bool json, CancellationToken cancellation)
    {
        JobDescription description = await JobSource.FromDataFolderAsync(data, job, cancellation).ConfigureAwait(false);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("isac-crate-");
        try
        {
            // The results of a job that writes files are those files.
            string report = JobKinds.Of(JobSource.Specification(description)).WritesFiles ? description.OutputFolder : folder.FullName;
            JobReport written = await new JobExecution { Data = data, Json = true }.WriteReportAsync(job, report, cancellation)
                .ConfigureAwait(false);
            if (written is not { Complete: true, Failure: null })
            {
                Console.Error.WriteLine($"isac: job {job} is not complete; a crate holds a finished result.");
                return ExitCode.Incomplete;
            }

            CrateRecord record = CrateWriter.Write(target, job, description, written, TimeProvider.System.GetUtcNow());
            if (json) JsonOutput.Write(new { File = Path.GetFullPath(target), record.Job, record.Digest, record.Files });
            else Console.WriteLine($"{target}: {job}, {record.Files.Count} files, digest {record.Digest}");
            return ExitCode.Done;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Verb Reproduce()
    {
        Argument<string> file = PathOption.Input("FILE", "Crate, as 'isac crate' writes it.");
        Option<string?> output = PathOption.Folder("--out", "Folder of the report (default: none is kept).", "-o");
        Option<int> silos = CommonOptions.Silos();
        Option<int?> slots = CommonOptions.Slots();
        Option<bool> json = CommonOptions.Json();
        var verb = new Verb("reproduce", "Run the job of a crate again and compare digests: exit code 0 where they are equal, 1 where not.")
        {
            file, output, silos, slots, json,
        };
        verb.SetAction((parsed, cancellation) => ReproduceAsync(
            parsed.GetValue(file)!, parsed.GetValue(output), parsed.GetValue(silos), parsed.GetValue(slots), parsed.GetValue(json),
            cancellation));
        return verb;
    }

    private static async Task<int> ReproduceAsync(
        string file, string? output, int silos, int? slots, bool json, CancellationToken cancellation)
    {
        if (!File.Exists(file)) throw new SpecificationException($"FILE: '{file}' does not exist.");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("isac-reproduce-");
        try
        {
            string unpacked = Path.Combine(folder.FullName, "crate");
            CrateRecord record = CrateReader.Unpack(file, unpacked);
            (JobSpecification specification, JobDescription description) = JobSource.FromFile(
                Path.Combine(unpacked, CrateFiles.SpecificationName), output ?? Path.Combine(folder.FullName, "report"));
            if (RuntimeManifest.InstructionSet != record.Isa || RuntimeManifest.Build != record.Build)
            {
                Console.Error.WriteLine(
                    $"isac: the crate is of {record.Build} on {record.Isa}, this is {RuntimeManifest.Build} on "
                    + $"{RuntimeManifest.InstructionSet}: bits are promised for the same program and instruction set.");
            }

            var execution = new JobExecution
            {
                Data = Path.Combine(folder.FullName, "data"),
                Silos = silos,
                Slots = slots,
                Json = json,
            };
            (bool complete, string digest) = await execution.RepeatAsync(description, cancellation).ConfigureAwait(false);
            bool equal = complete && digest == record.Digest;
            if (json) JsonOutput.Write(new { Job = specification.JobId, Equal = equal, Expected = record.Digest, Digest = digest });
            else Console.WriteLine(equal ? $"equal: {digest}" : $"different: expected {record.Digest}, found {digest}");
            if (!complete) Console.Error.WriteLine($"isac: job {specification.JobId} is not complete or failed.");
            return equal ? ExitCode.Done : ExitCode.Incomplete;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
