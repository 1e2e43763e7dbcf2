namespace IsacCluster.Search.Promotion;

/// <summary>
/// Decides which trial runs next, from where and how far: trials pause with a checkpoint, and go on from it when their results are worth
/// it. A decision is a pure function of the view, so the parts of a study are the same for any number of workers and any failures.
/// </summary>
public interface IPartPlan
{
    /// <summary>Most parts of one trial.</summary>
    int MostParts { get; }

    /// <summary>How many trials a study has: a multiple of this.</summary>
    long TrialsAtOnce => 1;

    /// <summary>Whether a trial that is paused when no further part begins may go on in a study that is given more trials.</summary>
    bool KeepsPaused { get; }

    /// <summary>Whether a trial may begin with the checkpoint of another one, under parameters of its own.</summary>
    bool Inherits => false;

    /// <summary>How many of the trials take points that are known beforehand: the first of them.</summary>
    long MostEnqueued => long.MaxValue;

    /// <summary>The next part; null where what is shown does not decide it, or nothing is left to do.</summary>
    Part? Next(PartView view);
}
