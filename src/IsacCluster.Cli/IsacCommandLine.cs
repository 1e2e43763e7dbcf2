using System.CommandLine;
using IsacCluster.Cli.Commands;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Networking;
using IsacCluster.Cluster.Storage;
using IsacCluster.Jobs;
using IsacCluster.Reporting.Files;

namespace IsacCluster.Cli;

/// <summary>The `isac` command: verbs, and how every error becomes one line on stderr and an exit code.</summary>
public static class IsacCommandLine
{
    private const string DebugVariable = "ISAC_DEBUG";

    /// <summary>No file of arguments: a name that begins with '@' is a name.</summary>
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <param name="stop">Interrupts the command, as Ctrl-C does.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(args);
        FileSizeLimit.RaiseAsIOException();
        using var interrupt = new Interruption(stop);
        Verb? verb = null;
        try
        {
            ParseResult parsed = CreateRoot().Parse(args.Count == 0 ? ["--help"] : args, Parsing);
            verb = parsed.CommandResult.Command as Verb;
            if (parsed.Errors.Count > 0) return Fail(ExitCode.BadInput, UsageError.Describe(parsed));
            var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(invocation, interrupt.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interrupt.Token.IsCancellationRequested)
        {
            return Fail(ExitCode.Interrupted, verb?.WhenInterrupted ?? "interrupted.");
        }
        catch (SpecificationException error)
        {
            return Fail(ExitCode.BadInput, error.Message);
        }
        catch (Exception error) when (error is ClusterException or DataFolderException
            or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Fail(ExitCode.Incomplete, error.Message);
        }
        catch (Exception error)
        {
            return Unexpected(error);
        }
    }

    /// <summary>The verbs, in the order of their first use.</summary>
    internal static RootCommand CreateRoot()
    {
        var root = new RootCommand(
            "Monte Carlo campaigns, datasets, baseline solving, training and studies for integrated sensing and communication.")
        {
            RunCommand.Create(),
            PlanCommand.Create(),
            ExtendCommand.Create(),
            ReportCommand.Create(),
            ReplayCommand.Create(),
            CompareCommand.Create(),
            SolveCommand.Create(),
            SiloCommand.Create(),
            SubmitCommand.Create(),
            StatusCommand.Create(),
            SilosCommand.Create(),
            WatchCommand.Create(),
            UiCommand.Create(),
            ChaosCommand.Create(),
            JobsCommand.Create(),
            StudyCommand.Create(),
            DeleteCommand.Create(),
            NewCommand.Create(),
            ExportOnnxCommand.Create(),
            SlurmCommand.Create(),
        };
        foreach (Command command in CrateCommands.Create()) root.Subcommands.Add(command);
        foreach (Command command in LifecycleCommands.Create()) root.Subcommands.Add(command);
        root.Subcommands.Add(HelpCommand.Create(root));
        return root;
    }

    private static int Unexpected(Exception error)
    {
        if (Environment.GetEnvironmentVariable(DebugVariable) == "1") Console.Error.WriteLine(error);
        Exception cause = error.GetBaseException();
        return Fail(
            ExitCode.Incomplete,
            $"unexpected {cause.GetType().Name}: {cause.Message} Accepted work is kept; {DebugVariable}=1 shows where it happened.");
    }

    private static int Fail(int code, string message)
    {
        Console.Error.WriteLine($"isac: {message.ReplaceLineEndings(" ")}");
        return code;
    }
}
