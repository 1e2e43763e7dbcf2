using System.IO.Compression;
using IsacCluster.Jobs;

namespace IsacCluster.Cli.Crates;

/// <summary>Unpacks a crate and holds every file of it against its SHA-256.</summary>
internal static class CrateReader
{
    /// <param name="folder">Empty or new.</param>
    /// <exception cref="SpecificationException">It is no crate, or a file of it is another one.</exception>
    public static CrateRecord Unpack(string path, string folder)
    {
        try
        {
            // Names that leave the folder are refused by the runtime.
            ZipFile.ExtractToDirectory(path, folder);
            string own = Path.Combine(folder, CrateRecord.FileName);
            if (!File.Exists(own)) throw new InvalidDataException($"it has no {CrateRecord.FileName}");
            CrateRecord record = CrateRecord.Read(own);
            foreach (CrateFile file in record.Files)
            {
                string here = Path.GetFullPath(file.Path, folder);
                if (!File.Exists(here)) throw new InvalidDataException($"'{file.Path}' is missing");
                if (CrateWriter.Described(file.Path, here).Sha256 != file.Sha256)
                    throw new InvalidDataException($"'{file.Path}' is not the file that its SHA-256 tells");
            }

            return record.Files.Any(file => file.Path == CrateFiles.SpecificationName)
                ? record
                : throw new InvalidDataException($"it has no {CrateFiles.SpecificationName}");
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new SpecificationException($"FILE: '{path}' is no crate of isac: {error.Message.TrimEnd('.')}.", error);
        }
    }
}
