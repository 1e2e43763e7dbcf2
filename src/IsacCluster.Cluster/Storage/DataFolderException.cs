namespace IsacCluster.Cluster.Storage;

/// <summary>
/// The data folder cannot be used: another process holds it, it cannot be written, the disk is full, or its database is damaged.
/// The message is one line that names the folder; everything acknowledged before stays.
/// </summary>
[GenerateSerializer, Alias("isac.data-folder-exception")]
public class DataFolderException : Exception
{
    public DataFolderException(string message) : base(message) { }

    public DataFolderException(string message, Exception inner) : base(message, inner) { }

    public DataFolderException() { }

    /// <summary>The data folder's failure inside what Orleans' storage bridge wraps it in, or null.</summary>
    internal static DataFolderException? In(Exception? e) => e is null ? null : e as DataFolderException ?? In(e.InnerException);
}
