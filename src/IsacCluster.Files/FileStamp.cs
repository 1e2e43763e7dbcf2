namespace IsacCluster.Files;

/// <summary>By what a change of a file is seen.</summary>
internal readonly record struct FileStamp(string Path, long Length, DateTime Changed)
{
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        return new FileStamp(path, file.Length, file.LastWriteTimeUtc);
    }
}
