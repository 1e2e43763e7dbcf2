using IsacCluster.Campaigns.Studies.Results;

namespace IsacCluster.Campaigns.Studies.Objectives;

/// <summary>The part of a trial that a task evaluates, and the checkpoints that it begins with and leaves.</summary>
/// <param name="index">Of the task.</param>
/// <param name="source">Folder of the trial that it goes on from; null: from the start.</param>
/// <param name="sourceParameters">Parameters of that trial, where they are others than its own.</param>
internal sealed class PartRun(long index, TrialPart part, string? source, string? sourceParameters)
{
    /// <summary>The step that it begins after.</summary>
    public long From => part.From;

    /// <summary>It ends with the first report at or past this step.</summary>
    public long To => part.To;

    /// <summary>Whether a full evaluation ends there.</summary>
    public bool IsLast => part.IsLast;

    /// <summary>Parameters of the trial whose checkpoint it takes over, where they are others than its own.</summary>
    public string? SourceParameters => sourceParameters;

    /// <summary>The checkpoint that it begins with; null: none.</summary>
    /// <param name="name">Of a checkpoint of a part by its index.</param>
    public string? SourcePath(Func<long, string> name) => source is null ? null : Path.Combine(source, name(part.Source!.Value));

    /// <summary>The checkpoint that it leaves.</summary>
    /// <param name="folder">Of the trial.</param>
    public string OwnPath(string folder, Func<long, string> name) => Path.Combine(folder, name(index));

    /// <summary>Whether it goes on in the folder of the trial itself, where nobody else goes on from its checkpoint.</summary>
    public bool ContinuesItself(string folder) => source == folder;

    /// <summary>What it lacks on this machine, in words.</summary>
    public IOException Missing(string path) => new(
        $"The checkpoint '{path}' of step {From} is not here: trials that pause go on where their study's output folder is shared.");
}
