using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using IsacCluster.Campaigns;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Files;
using IsacCluster.Specifications;

namespace IsacCluster.Cli.Crates;

/// <summary>Writes what is needed to repeat a finished job into one file.</summary>
internal static class CrateWriter
{
    public const string ResultsName = "results.json";

    /// <param name="job">Its id, to which the specification must still lead.</param>
    /// <param name="report">Of all of it.</param>
    /// <exception cref="SpecificationException">A file that it names is gone or is another one.</exception>
    public static CrateRecord Write(string target, string job, JobDescription description, JobReport report, DateTimeOffset date)
    {
        CrateFiles files = CrateFiles.Of(description.SpecText, description.SpecPath);
        JobSpecification now = new SpecificationReader().Parse(description.SpecText, description.SpecPath);
        if (now.JobId != job)
            throw new SpecificationException($"JOB: a file that {job} names has changed since: its specification is now {now.JobId}.");
        var contents = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [CrateFiles.SpecificationName] = Encoding.UTF8.GetBytes(files.Text),
        };
        if (Path.GetFileName(report.ResultsFile) == ResultsName) contents[ResultsName] = File.ReadAllBytes(report.ResultsFile);
        if (contents.Keys.FirstOrDefault(files.Sources.ContainsKey) is { } twice)
            throw new SpecificationException($"JOB: its specification names a file '{twice}', which a crate has itself; rename that.");
        IEnumerable<CrateFile> own = contents.Select(
            entry => new CrateFile(entry.Key, Digest(SHA256.HashData(entry.Value)), entry.Value.Length));
        IEnumerable<CrateFile> named = files.Sources.Select(entry => Described(entry.Key, entry.Value));
        var record = new CrateRecord(
            CrateRecord.CurrentSchema, job, description.Kind, report.Digest, RuntimeManifest.InstructionSet, RuntimeManifest.Build,
            RuntimeManifest.Versions, [.. own.Concat(named).OrderBy(file => file.Path, StringComparer.Ordinal)]);
        contents[CrateRecord.FileName] = record.ToBytes();
        contents[CrateRecord.MetadataName] = record.ToMetadata(date);
        if (Path.GetDirectoryName(Path.GetFullPath(target)) is { } folder) Directory.CreateDirectory(folder);
        AtomicFile.Write(target, stream =>
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach ((string name, byte[] content) in contents)
            {
                using Stream entry = Entry(zip, name, date);
                entry.Write(content);
            }

            // With the permission to execute, where a file has it.
            foreach ((string name, string path) in files.Sources) zip.CreateEntryFromFile(path, name);
        });
        return record;
    }

    /// <summary>sha256:... and length of a file.</summary>
    public static CrateFile Described(string name, string path)
    {
        using FileStream file = File.OpenRead(path);
        return new CrateFile(name, Digest(SHA256.HashData(file)), file.Length);
    }

    private static Stream Entry(ZipArchive zip, string name, DateTimeOffset date)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name);
        entry.LastWriteTime = date;
        return entry.Open();
    }

    private static string Digest(byte[] hash) => $"sha256:{Convert.ToHexStringLower(hash)}";
}
