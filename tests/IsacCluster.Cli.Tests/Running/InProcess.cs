namespace IsacCluster.Cli.Tests.Running;

/// <summary>Runs isac in this process, in milliseconds.</summary>
internal static class InProcess
{
    /// <summary>Runs isac to its end.</summary>
    public static Task<IsacOutcome> RunAsync(params string[] args) => RunAsync(args, CancellationToken.None);

    /// <summary>Runs isac as if it were interrupted before it starts anything: it reads and checks, and then stops.</summary>
    public static Task<IsacOutcome> CheckAsync(params string[] args) => RunAsync(args, new CancellationToken(canceled: true));

    /// <summary>Runs isac to its end in a folder, with variables of the environment; both are this process's own meanwhile.</summary>
    public static async Task<IsacOutcome> RunInAsync(string folder, IReadOnlyDictionary<string, string> environment, string[] args)
    {
        string before = Environment.CurrentDirectory;
        var old = environment.Keys.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        Environment.CurrentDirectory = folder;
        foreach ((string name, string value) in environment) Environment.SetEnvironmentVariable(name, value);
        try
        {
            return await RunAsync(args, CancellationToken.None);
        }
        finally
        {
            foreach ((string name, string? value) in old) Environment.SetEnvironmentVariable(name, value);
            Environment.CurrentDirectory = before;
        }
    }

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
