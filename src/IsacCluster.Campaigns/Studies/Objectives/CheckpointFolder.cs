namespace IsacCluster.Campaigns.Studies.Objectives;

/// <summary>
/// Where a program keeps the checkpoint of a part of a trial: a folder that begins as a copy of the one that the part before left, so that
/// a part that is run again after a crash goes on from what it has saved itself, and otherwise from where it began.
/// </summary>
internal sealed class CheckpointFolder
{
    private readonly PartRun _part;
    private readonly string? _source;
    private readonly bool _continues;

    private CheckpointFolder(TrialRun run, PartRun part)
    {
        _part = part;
        FullPath = part.OwnPath(run.Folder, NameOf);
        _source = part.SourcePath(NameOf);
        _continues = part.ContinuesItself(run.Folder);
    }

    public string FullPath { get; }

    /// <summary>Whether the program has ended its part, with all that it saves.</summary>
    public bool IsLeft => File.Exists(LeftFile);

    private string LeftFile => FullPath + ".left";

    /// <summary>Null where trials run in one piece.</summary>
    public static CheckpointFolder? Of(TrialRun run) => run.Part is { } part ? new CheckpointFolder(run, part) : null;

    /// <summary>Makes it, whole or not at all.</summary>
    /// <exception cref="IOException">What the part before left is not here.</exception>
    public void Begin()
    {
        if (Directory.Exists(FullPath)) return;
        if (_source is null)
        {
            Directory.CreateDirectory(FullPath);
            return;
        }

        if (!Directory.Exists(_source)) throw _part.Missing(_source);
        string begun = FullPath + ".begun";
        if (Directory.Exists(begun)) Directory.Delete(begun, recursive: true);
        Copy(_source, begun);
        Directory.Move(begun, FullPath);
    }

    /// <summary>The part has ended; what the one before it left is of no more use, where it is of the same trial.</summary>
    public void Leave()
    {
        File.WriteAllBytes(LeftFile, []);
        if (!_continues) return;
        if (Directory.Exists(_source)) Directory.Delete(_source, recursive: true);
        File.Delete(_source + ".left");
    }

    private static string NameOf(long part) => FormattableString.Invariant($"checkpoint-part-{part}");

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (string folder in Directory.EnumerateDirectories(from)) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
