namespace IsacCluster.Silo.Http;

/// <summary>Paths of an address within a folder.</summary>
internal static class FolderPath
{
    /// <summary>The file of a relative path; null where it would lie outside the folder.</summary>
    public static string? Within(string folder, string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) || path.Contains('\\', StringComparison.Ordinal)) return null;
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        string file = Path.GetFullPath(path, root);
        return file.StartsWith(root, StringComparison.Ordinal) ? file : null;
    }
}
