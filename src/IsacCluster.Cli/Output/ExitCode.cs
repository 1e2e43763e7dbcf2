namespace IsacCluster.Cli.Output;

/// <summary>Exit codes of the command line (CONTRACT).</summary>
public static class ExitCode
{
    public const int Done = 0;

    /// <summary>The job failed or is incomplete.</summary>
    public const int Incomplete = 1;

    /// <summary>Bad usage or bad input; nothing was started or written.</summary>
    public const int BadInput = 2;

    /// <summary>Interrupted by the user; the state is kept.</summary>
    public const int Interrupted = 130;
}
