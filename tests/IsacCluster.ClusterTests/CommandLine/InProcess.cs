using IsacCluster.Cli;

namespace IsacCluster.ClusterTests.CommandLine;

/// <summary>Runs isac in this process, in milliseconds.</summary>
internal static class InProcess
{
    /// <summary>Runs isac to its end.</summary>
    public static Task<IsacOutcome> RunAsync(params string[] args) => RunAsync(args, CancellationToken.None);

    /// <summary>Runs isac as if it were interrupted before it starts anything: it reads and checks, and then stops.</summary>
    public static Task<IsacOutcome> CheckAsync(params string[] args) => RunAsync(args, new CancellationToken(canceled: true));

    private static async Task<IsacOutcome> RunAsync(string[] args, CancellationToken stop)
    {
        TextWriter output = Console.Out, error = Console.Error;
        using var written = new StringWriter();
        using var complained = new StringWriter();
        Console.SetOut(written);
        Console.SetError(complained);
        try
        {
            int code = await IsacCommandLine.RunAsync(args, stop);
            return new IsacOutcome(code, written.ToString(), complained.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
