using System.Globalization;
using IsacCluster.Isac.Designs;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Programs;

/// <summary>
/// A program that is asked for designs, batch after batch; one that failed, and did not say so itself, is ended. For one thread.
/// </summary>
/// <param name="memory">Most bytes of memory that it may take; null: no limit.</param>
internal sealed class DesignProgram(ProgramCommand command, long? memory) : IDisposable
{
    private const int OfSignals = 128, NotExecutable = 126, NotFound = 127;

    private PipedProgram? _program;
    private FolderExchange? _folder;
    private bool _hasAnswered;

    public bool IsRunning => _program is not null;

    /// <summary>Starts it.</summary>
    /// <exception cref="IOException">It cannot be started here: another machine may have what it needs.</exception>
    public void Start()
    {
        command.CheckFiles();
        _folder = command.ByFolder ? new FolderExchange() : null;
        try
        {
            var environment = new Dictionary<string, string>();
            if (_folder is not null) environment[FolderExchange.Variable] = _folder.Folder;
            _program = new PipedProgram(command.Line, command.Folder, memory, environment);
        }
        catch
        {
            DisposeFolder();
            throw;
        }

        _hasAnswered = false;
    }

    /// <summary>Asks for the designs of a batch.</summary>
    /// <exception cref="ProgramFailure">It says that it failed, or answered wrongly, late or not at all and was ended.</exception>
    /// <exception cref="IOException">There is no such program here.</exception>
    /// <exception cref="OperationCanceledException">It was ended, too.</exception>
    public DesignAnswer Ask(IReadOnlyList<IsacInstance> batch, TimeProvider time, CancellationToken cancellation)
    {
        PipedProgram program = _program ?? throw new InvalidOperationException("The program was not started.");
        try
        {
            Task<DesignAnswer> exchange = _folder?.AskAsync(program.Input, program.Output, batch) ?? ExchangeAsync(program, batch);
            DesignAnswer answer = exchange.WaitAsync(command.Timeout, time, cancellation).GetAwaiter().GetResult();
            _hasAnswered = true;
            return answer;
        }
        catch (TimeoutException error)
        {
            throw Failed(FormattableString.Invariant($"no answer within timeout_s, {command.Timeout.TotalSeconds} s"), error);
        }
        catch (ProgramFailure error) when (error.IsSaid)
        {
            _hasAnswered = true;
            throw new ProgramFailure(Line(error.Message), error, isSaid: true);
        }
        catch (ProgramFailure error)
        {
            throw Failed(error.Message, error);
        }
        catch (IOException error)
        {
            int? code = program.ExitCode();
            if (!_hasAnswered && code is NotExecutable or NotFound)
                throw new IOException(Failed($"The program '{command.Line[0]}' cannot be started here", error).Message, error);
            throw Failed(Words(code), error, isEnd: true);
        }
        catch (OperationCanceledException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Lets it end by itself, for a moment.</summary>
    public void End()
    {
        _program?.End();
        _program = null;
        DisposeFolder();
    }

    public void Dispose()
    {
        _program?.Dispose();
        _program = null;
        DisposeFolder();
    }

    private void DisposeFolder()
    {
        _folder?.Dispose();
        _folder = null;
    }

    /// <summary>Writes and reads at once: a program that says much before it has read everything must not wait for us.</summary>
    private static async Task<DesignAnswer> ExchangeAsync(PipedProgram program, IReadOnlyList<IsacInstance> batch)
    {
        Task writing = WriteAsync(program.Input, DesignProtocol.Request(batch));
        _ = writing.ContinueWith(
            static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        DesignAnswer answer = await DesignProtocol.ReadAsync(
            program.Output, batch.Count, batch[0].Antennas, batch[0].Users, CancellationToken.None).ConfigureAwait(false);
        await writing.ConfigureAwait(false);
        return answer;
    }

    private static async Task WriteAsync(Stream input, byte[] request)
    {
        await Task.Yield(); // a pipe that is full blocks its writer
        await input.WriteAsync(request).ConfigureAwait(false);
        await input.FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Ends it. The last line of its errors, which in Python names the exception, comes first.</summary>
    private ProgramFailure Failed(string how, Exception cause, bool isEnd = false)
    {
        PipedProgram program = _program!;
        program.Kill();
        IReadOnlyList<string> errors = program.LastErrors();
        Dispose();
        string text = errors.Count switch
        {
            0 => how,
            1 => $"{how}; stderr: {errors[0]}",
            _ => $"{how}; stderr: {errors[^1].Trim()} | all: {string.Join(" | ", errors)}",
        };
        return new ProgramFailure(Line(text), cause, isEnd: isEnd);
    }

    private static string Line(string text) => string.Join(" | ", text.Split('\n').Select(line => OneLine.Escape(line.TrimEnd())));

    private static string Words(int? code) => code switch
    {
        null => "the program closed its output",
        > OfSignals => string.Create(CultureInfo.InvariantCulture, $"the program was ended by signal {code - OfSignals}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"the program ended with code {code} before it had answered"),
    };
}
