using System.Text;
using IsacCluster.Campaigns.Tests.Trainings;
using IsacCluster.Isac.Randomness;
using IsacCluster.Jobs;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.Tests;

/// <summary>
/// Whatever the bytes, the reader returns a specification or throws one SpecificationException of one line. Each case edits
/// a good file at random places; the edits are a pure function of the case, so a failure names the case that repeats it.
/// </summary>
public sealed class MutationTests
{
    private const ulong Seed = 20250;
    private const int Cases = 10_000, MostEdits = 6;

    /// <summary>Pieces that steer the scanner and the readers to their corners.</summary>
    private static readonly string[] Pieces =
    [
        "\t", "\n", "\r", "\0", "---\n", "...", "[", "]", "{", "}", ": ", "- ", "&a ", "*a", "!!int ", "|", ">", "'", "\"", "\\ud800",
        "#", "%", "? ",
        "<<: ", ".nan", "-1", "1e999", "99999999999999999999", "null", "~", "é", "\u2028", "\U0001F600", "sweep: ", "users: ",
        "- [", "@", "`",
    ];

    [Fact]
    public void Mutated_specifications_never_throw_anything_else()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "campaigns");
        byte[][] originals =
        [
            .. Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(File.ReadAllBytes),
            Everything, Learned, EveryTraining,
        ];
        int valid = 0, refused = 0;
        for (int index = 0; index < Cases; index++)
        {
            byte[] mutated = Mutate(originals[index % originals.Length], new RandomStream(Seed, StreamPurpose.Fading, (ulong)index));
            switch (Outcome(mutated))
            {
                case JobSpecification: valid++; break;
                case SpecificationException error when IsOneLine(error.Message): refused++; break;
                case object other: Assert.Fail($"case {index}: {other}\n{Encoding.UTF8.GetString(mutated)}"); break;
            }
        }

        // Both outcomes must be frequent, or the mutations test nothing.
        Assert.InRange(valid, Cases / 100, Cases);
        Assert.InRange(refused, Cases / 10, Cases);
    }

    private static byte[] Everything => Encoding.UTF8.GetBytes(SampleSpecifications.Campaign("""
        seed: 9
        scenario: &s
          users: 3
          targets: {count: 3, uniform_deg: [-60, 60], min_separation_deg: 10}
          channel: {geometric: {paths: 3, spread_deg: 20}}
        sweep: {sinr_db: [3, 4], channel: [rayleigh, {rician: {factor_db: &f 3}}], slots: [*f, 4]}
        shard_size: 10
        stop: {relative_half_width: 0.1, confidence: 0.9, min_samples: 20}
        rows: true
        published: [{label: paper, sinr_db: [3], mse: [0.2], satisfaction: [1]}]
        """));

    private static byte[] Learned => """
        kind: campaign
        name: x
        samples: 10
        sweep: {sinr_db: [3, 4]}
        algorithms:
          - sdr
          - gnn-ip: {model: "models/gnn-{sinr_db}.model", label: paper, repair: projection}
          - dnn: {model: dnn.model}
        """u8.ToArray();

    private static byte[] EveryTraining => Encoding.UTF8.GetBytes(SampleSpecifications.TrainingText(TrainingSpecificationTests.EveryField));

    private static object Outcome(byte[] text)
    {
        try
        {
            JobSpecification read = SampleSpecifications.Reader.Parse(text, "x.yaml");
            _ = (read.JobId, read.SpecSha256);
            return read;
        }
#pragma warning disable CA1031 // The property under test is which exceptions can leave the reader.
        catch (Exception error)
        {
            return error;
        }
#pragma warning restore CA1031
    }

    private static bool IsOneLine(string message) => message.Length is > 0 and < 1000 && !message.Any(char.IsControl);

    private static byte[] Mutate(byte[] original, RandomStream random)
    {
        var bytes = new List<byte>(original);
        int edits = 1 + Draw(ref random, MostEdits);
        for (int edit = 0; edit < edits && bytes.Count > 0; edit++)
        {
            int place = Draw(ref random, bytes.Count), choice = Draw(ref random, 5);
            int length = Math.Min(1 + Draw(ref random, 12), bytes.Count - place);
            if (choice == 0) bytes[place] = (byte)Draw(ref random, 256);
            else if (choice == 1) bytes[place] = (byte)(' ' + Draw(ref random, 95));
            else if (choice == 2) bytes.RemoveRange(place, length);
            else if (choice == 3) bytes.InsertRange(place, bytes.GetRange(Draw(ref random, bytes.Count - length + 1), length));
            else bytes.InsertRange(place, Encoding.UTF8.GetBytes(Pieces[Draw(ref random, Pieces.Length)]));
        }

        return [.. bytes];
    }

    /// <summary>Uniform in 0..count-1.</summary>
    private static int Draw(ref RandomStream random, int count) => (int)(count * random.NextUniformPair().First);
}
