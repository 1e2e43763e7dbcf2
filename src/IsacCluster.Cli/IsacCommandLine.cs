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

    private static bool DebugRequested => Environment.GetEnvironmentVariable(DebugVariable) == "1";

    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        FileSizeLimit.RaiseAsIOException();
        var root = new RootCommand("Monte Carlo campaigns, datasets and baseline solving for integrated sensing and communication.")
        {
            RunCommand.Create(),
            PlanCommand.Create(),
            ExtendCommand.Create(),
            ReportCommand.Create(),
            ReplayCommand.Create(),
            SolveCommand.Create(),
            SiloCommand.Create(),
            SubmitCommand.Create(),
            StatusCommand.Create(),
            WatchCommand.Create(),
            ChaosCommand.Create(),
        };
        foreach (Command command in LifecycleCommands.Create()) root.Subcommands.Add(command);
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            string verb = parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ";
            return Fail(ExitCode.BadInput, $"{string.Join(' ', parsed.Errors.Select(error => error.Message))} See 'isac {verb}--help'.");
        }

        using var interrupt = new Interruption();
        try
        {
            var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(invocation, interrupt.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interrupt.Token.IsCancellationRequested)
        {
            return Fail(ExitCode.Interrupted, "interrupted; everything accepted so far is kept, the same command continues.");
        }
        catch (SpecificationException error)
        {
            return Fail(ExitCode.BadInput, error.Message);
        }
        catch (ClusterException error)
        {
            return Fail(ExitCode.Incomplete, error.Message);
        }
        catch (DataFolderException error)
        {
            return Fail(ExitCode.Incomplete, error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Fail(ExitCode.Incomplete, error.Message);
        }
        catch (Exception error) when (!DebugRequested)
        {
            Exception cause = error.GetBaseException();
            return Fail(
                ExitCode.Incomplete,
                $"unexpected {cause.GetType().Name}: {cause.Message} Accepted work is kept; {DebugVariable}=1 shows where it happened.");
        }
    }

    private static int Fail(int code, string message)
    {
        Console.Error.WriteLine($"isac: {message.ReplaceLineEndings(" ")}");
        return code;
    }
}
