namespace IsacCluster.Testing;

/// <summary>An empty folder that is deleted with its content.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Absolute.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("isac-test-").FullName;

    /// <summary>The path of a file or folder in it, by the names on the way to it.</summary>
    public string this[params string[] names] => System.IO.Path.Combine([Path, .. names]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
