using System.Security.Cryptography;

namespace IsacCluster.Campaigns.Programs;

/// <summary>A program that designs, and its files as they were when the job was read.</summary>
/// <param name="Line">The program, a name or an absolute path, and its arguments; those that are files are absolute paths.</param>
/// <param name="Folder">It works here: that of the specification.</param>
/// <param name="Batch">Samples that it is asked for together, at most.</param>
/// <param name="Timeout">Of an answer, and of its start.</param>
/// <param name="Files">Every file that is part of the algorithm, by absolute path, with sha256:... of its content.</param>
internal sealed record ProgramCommand(
    IReadOnlyList<string> Line, string Folder, int Batch, TimeSpan Timeout, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>Whether arrays are in files of a folder instead of streams. Default: no.</summary>
    public bool ByFolder { get; init; }

    /// <summary>sha256:... of a file's content.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string DigestOf(string path)
    {
        using FileStream file = File.OpenRead(path);
        return $"sha256:{Convert.ToHexStringLower(SHA256.HashData(file))}";
    }

    /// <exception cref="IOException">The folder or a file is not there, or a file is another one.</exception>
    public void CheckFiles()
    {
        if (!Directory.Exists(Folder))
            throw new IOException($"The folder of the specification, '{Folder}', in which programs work, is not here.");
        foreach ((string path, string digest) in Files)
        {
            if (DigestOf(path) != digest)
                throw new IOException($"The file '{path}' of an algorithm is not the one that the job was read with.");
        }
    }
}
