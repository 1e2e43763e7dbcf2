using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IsacCluster.Isac.Designs;

namespace IsacCluster.Campaigns.Programs;

/// <summary>
/// How a program is asked for the designs of a batch, and what it answers: a line of JSON, then arrays in the .npy format
/// (docs/specification.md, "A program as an algorithm").
/// <code>
///   {"isac": 1, "batch": 64, "antennas": 10, "users": 2, "power": 1, "noise": 1e-10, "arrays": ["channels", "targets_deg", "sinr_db"]}
///   {"arrays": ["c", "s"]}   or {"arrays": ["c", "r"]}   or {"error": "..."}
/// </code>
/// </summary>
internal static class DesignProtocol
{
    private const int Version = 1, MostLine = 1 << 20, MostQuoted = 120;
    private const string Expected = """expected one line of JSON, {"arrays": ["c", "s"]}, {"arrays": ["c", "r"]} or {"error": "..."}""";

    /// <summary>The bytes of a request.</summary>
    /// <param name="batch">Of one number of antennas, users and targets, one power and one noise; not empty.</param>
    public static byte[] Request(IReadOnlyList<IsacInstance> batch)
    {
        IsacInstance first = batch[0];
        int count = batch.Count, users = first.Users;
        return
        [
            .. Encoding.UTF8.GetBytes(RequestLine(batch, null)),
            .. NpyArray.ToBytes([count, users, first.Antennas], Channels(batch)),
            .. NpyArray.ToBytes(TargetsShape(batch), Targets(batch)),
            .. NpyArray.ToBytes([count, users], SinrDb(batch)),
        ];
    }

    /// <summary>h_l of all, (batch, users, antennas).</summary>
    public static Complex[] Channels(IReadOnlyList<IsacInstance> batch) => [.. batch.SelectMany(instance => instance.Channel.Data)];

    /// <summary>(batch, targets), or (batch, targets, 2) of azimuths and elevations for an array that sees these.</summary>
    public static double[] Targets(IReadOnlyList<IsacInstance> batch) => batch[0].Objective.Array.SeesElevation
        ? [.. batch.SelectMany(instance => instance.Objective.Targets).SelectMany(
            static target => (double[])[target.AzimuthDeg, target.ElevationDeg])]
        : [.. batch.SelectMany(instance => instance.Objective.TargetsDeg)];

    /// <summary>Of <see cref="Targets"/>.</summary>
    public static int[] TargetsShape(IReadOnlyList<IsacInstance> batch) => batch[0].Objective.Array.SeesElevation
        ? [batch.Count, batch[0].Objective.Targets.Count, 2]
        : [batch.Count, batch[0].Objective.Targets.Count];

    /// <summary>(batch, users).</summary>
    public static double[] SinrDb(IReadOnlyList<IsacInstance> batch) =>
        [.. batch.SelectMany(instance =>
            Enumerable.Range(0, instance.Users).Select(l => Decibel.FromLinear(instance.ThresholdOf(l))))];

    /// <summary>The line of a request, with its end.</summary>
    /// <param name="folder">Where the arrays are; null: they follow.</param>
    public static string RequestLine(IReadOnlyList<IsacInstance> batch, string? folder)
    {
        IsacInstance first = batch[0];
        int count = batch.Count, antennas = first.Antennas, users = first.Users;
        var header = new JsonObject
        {
            ["isac"] = Version,
            ["batch"] = count,
            ["antennas"] = antennas,
            ["users"] = users,
            ["power"] = first.Power,
            ["noise"] = first.UserNoise is { } noise ? new JsonArray([.. noise.Select(value => JsonValue.Create(value))]) : first.Noise,
            ["arrays"] = new JsonArray("channels", "targets_deg", "sinr_db"),
        };
        if (first.AntennaPowers is { } powers)
            header["antenna_power"] = new JsonArray([.. powers.Select(value => JsonValue.Create(value))]);
        if (first.Objective.CrossCorrelationWeight > 0) header["cross_correlation_weight"] = first.Objective.CrossCorrelationWeight;
        if (first.Criterion is { } criterion)
        {
            IEnumerable<KeyValuePair<string, JsonNode?>> parameters = criterion.Describe().Parameters.Select(parameter =>
                KeyValuePair.Create(parameter.Name, (JsonNode?)JsonValue.Create(parameter.ValueOf(criterion))));
            header["objective"] = new JsonObject { [criterion.Describe().Name] = new JsonObject(parameters) };
        }

        if (first.Objective.Array is { IsLinear: false } array)
        {
            header["places"] = new JsonArray([.. array.PlacesInWavelengths().Select(
                static place => new JsonArray([.. place.Select(static value => JsonValue.Create(value))]))]);
        }

        if (folder is not null) header["folder"] = folder;
        return header.ToJsonString() + "\n";
    }

    /// <summary>Reads an answer.</summary>
    /// <exception cref="ProgramFailure">It is none, or says an error.</exception>
    /// <exception cref="EndOfStreamException">The program has ended.</exception>
    public static async Task<DesignAnswer> ReadAsync(Stream stream, int batch, int antennas, int users, CancellationToken cancellation)
    {
        string second = Second(await LineAsync(stream, cancellation).ConfigureAwait(false));
        Complex[] c = await ArrayAsync(stream, "c", [batch, antennas, users], cancellation).ConfigureAwait(false);
        Complex[] other = await ArrayAsync(stream, second, [batch, antennas, antennas], cancellation).ConfigureAwait(false);
        return new DesignAnswer(antennas, users, c, other, IsCovariance: second == "r");
    }

    /// <summary>The name of the second array that a line announces.</summary>
    /// <exception cref="ProgramFailure">It says an error, or is no answer.</exception>
    public static string Second(string line)
    {
        JsonNode? json;
        try
        {
            json = JsonNode.Parse(line);
        }
        catch (JsonException)
        {
            throw Wrong(line);
        }

        if (json is not JsonObject answer) throw Wrong(line);
        if (answer["error"] is JsonValue error) throw new ProgramFailure($"the program says: {error.ToString().Trim()}", isSaid: true);
        return answer["arrays"]?.ToJsonString() switch
        {
            """["c","s"]""" => "s",
            """["c","r"]""" => "r",
            _ => throw Wrong(line),
        };
    }

    private static ProgramFailure Wrong(string line) =>
        new($"the answer begins with '{(line.Length <= MostQuoted ? line : line[..MostQuoted] + "...")}'; {Expected}");

    /// <summary>A line without its end.</summary>
    /// <exception cref="EndOfStreamException">The program has ended.</exception>
    public static async Task<string> LineAsync(Stream stream, CancellationToken cancellation)
    {
        var line = new List<byte>();
        byte[] next = new byte[1];
        while (true)
        {
            await stream.ReadExactlyAsync(next, cancellation).ConfigureAwait(false);
            if (next[0] == (byte)'\n') return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(next[0]);
            if (line.Count > MostLine) throw Wrong(Encoding.UTF8.GetString([.. line]));
        }
    }

    private static async Task<Complex[]> ArrayAsync(Stream stream, string name, int[] shape, CancellationToken cancellation)
    {
        Complex[] array;
        try
        {
            array = await NpyArray.ReadComplexAsync(stream, shape, cancellation).ConfigureAwait(false);
        }
        catch (InvalidDataException error)
        {
            throw new ProgramFailure($"the array {name} {error.Message}", error);
        }

        CheckFinite(name, array, shape);
        return array;
    }

    /// <exception cref="ProgramFailure">A number is not.</exception>
    public static void CheckFinite(string name, Complex[] array, int[] shape)
    {
        int bad = Array.FindIndex(array, static value => !Complex.IsFinite(value)), of = shape[1] * shape[2];
        if (bad < 0) return;
        throw new ProgramFailure(
            $"the array {name} holds a number that is not finite, {name}[{bad / of}, {bad % of / shape[2]}, {bad % shape[2]}]");
    }
}
