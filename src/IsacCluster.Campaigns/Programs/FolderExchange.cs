using System.Globalization;
using System.Numerics;
using System.Text;
using IsacCluster.Files;
using IsacCluster.Files.Matlab;
using IsacCluster.Files.Storage;
using IsacCluster.Isac.Designs;

namespace IsacCluster.Campaigns.Programs;

/// <summary>
/// Arrays in files of a temporary folder instead of streams, for programs that cannot read binary input, such as MATLAB. Batch k is
/// problem-k.mat and then request-k.json, which appears whole; its line also goes to the standard input, for those who read lines. The
/// program writes answer-k.mat (or .h5, .npz) and then the line of its answer on its standard output, whose other lines are left out.
/// </summary>
internal sealed class FolderExchange : IDisposable
{
    /// <summary>Variable of the environment that tells the program the folder.</summary>
    public const string Variable = "ISAC_FOLDER";

    private const int MostOtherLines = 10_000;
    private static readonly string[] Endings = [".mat", ".h5", ".npz"];

    private Task _writing = Task.CompletedTask;
    private int _count;

    /// <exception cref="IOException">There is no folder for temporary files.</exception>
    public FolderExchange() => Folder = Directory.CreateTempSubdirectory("isac-exchange-").FullName;

    public string Folder { get; }

    /// <exception cref="ProgramFailure">The answer is none.</exception>
    /// <exception cref="EndOfStreamException">The program has ended.</exception>
    public async Task<DesignAnswer> AskAsync(Stream input, Stream output, IReadOnlyList<IsacInstance> batch)
    {
        _count++;
        int antennas = batch[0].Antennas, users = batch[0].Users;
        string line = DesignProtocol.RequestLine(batch, Folder);
        await File.WriteAllBytesAsync(Name("problem", ".mat"), Problem(batch)).ConfigureAwait(false);
        await File.WriteAllTextAsync(Name("request", ".tmp"), line).ConfigureAwait(false);
        File.Move(Name("request", ".tmp"), Name("request", ".json"));
        // Who never reads the input fills its pipe after some batches; the file is enough for them.
        if (_writing.IsCompleted) _writing = WriteAsync(input, line);
        string answer = await AnswerLineAsync(output).ConfigureAwait(false);
        foreach (string file in (string[])[Name("problem", ".mat"), Name("request", ".json")]) Delete(() => File.Delete(file));
        string second = DesignProtocol.Second(answer);
        string path = Endings.Select(ending => Name("answer", ending)).FirstOrDefault(File.Exists)
            ?? throw new ProgramFailure($"it says that it answered, but there is no {Path.GetFileName(Name("answer", ".mat"))}");
        Complex[] c = Read(path, "c", [batch.Count, antennas, users]), other = Read(path, second, [batch.Count, antennas, antennas]);
        Delete(() => File.Delete(path));
        return new DesignAnswer(antennas, users, c, other, IsCovariance: second == "r");
    }

    public void Dispose() => Delete(() => Directory.Delete(Folder, recursive: true));

    private string Name(string what, string ending) =>
        Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{what}-{_count}{ending}"));

    private static byte[] Problem(IReadOnlyList<IsacInstance> batch)
    {
        int count = batch.Count, users = batch[0].Users;
        var file = new MatFile();
        file.Add("channels", [count, users, batch[0].Antennas], DesignProtocol.Channels(batch));
        file.Add("targets_deg", DesignProtocol.TargetsShape(batch), DesignProtocol.Targets(batch));
        file.Add("sinr_db", [count, users], DesignProtocol.SinrDb(batch));
        return file.ToBytes();
    }

    private static async Task WriteAsync(Stream input, string line)
    {
        await Task.Yield();
        try
        {
            await input.WriteAsync(Encoding.UTF8.GetBytes(line)).ConfigureAwait(false);
            await input.FlushAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // It reads no input, or has ended, which its output tells.
        }
    }

    private static async Task<string> AnswerLineAsync(Stream output)
    {
        for (int i = 0; i < MostOtherLines; i++)
        {
            string line = await DesignProtocol.LineAsync(output, CancellationToken.None).ConfigureAwait(false);
            if (line.TrimStart().StartsWith('{')) return line;
        }

        throw new ProgramFailure($"it printed {MostOtherLines} lines and no answer");
    }

    /// <summary>MATLAB leaves out last dimensions of 1, and imaginary parts where all are 0.</summary>
    private static Complex[] Read(string path, string name, int[] shape)
    {
        string file = Path.GetFileName(path);
        try
        {
            StoredArray array = ArrayFile.Open(path, name);
            if (!Trimmed(array.Shape).SequenceEqual(Trimmed(shape)))
            {
                throw new ProgramFailure(
                    $"the array {name} of {file} has the shape {array.ShapeText}; expected ({string.Join(", ", shape)})");
            }

            var values = new double[array.Shape[0] * array.Width];
            array.ReadRows(0, array.Shape[0], values);
            Complex[] numbers = array.IsComplex
                ? [.. values.Chunk(2).Select(static parts => new Complex(parts[0], parts[1]))]
                : [.. values.Select(static value => new Complex(value, 0))];
            DesignProtocol.CheckFinite(name, numbers, shape);
            return numbers;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new ProgramFailure($"{file} {error.Message}", error);
        }
    }

    private static IEnumerable<int> Trimmed(IReadOnlyList<int> shape) =>
        shape.Take(shape.Count - shape.Reverse().TakeWhile(static size => size == 1).Count());

    /// <summary>What cannot be deleted now is left to those who clean temporary files.</summary>
    private static void Delete(Action delete)
    {
        try
        {
            delete();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Somebody still has it open.
        }
    }
}
