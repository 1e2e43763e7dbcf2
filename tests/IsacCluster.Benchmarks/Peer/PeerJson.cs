using System.Text.Json;
using System.Text.Json.Nodes;
using IsacCluster.Benchmarks.Reporting;

namespace IsacCluster.Benchmarks.Peer;

/// <summary>The comparison as JSON, schema isac-peer-benchmark-v2; numbers that are not defined are null.</summary>
internal static class PeerJson
{
    private const string Schema = "isac-peer-benchmark-v2";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public static void Write(string path, MachineFacts facts, string peer, IReadOnlyList<ComparedCase> compared)
    {
        var problems = new JsonObject();
        foreach (IGrouping<string, ComparedCase> problem in compared.GroupBy(item => item.Problem))
        {
            var peers = new JsonObject();
            foreach (IGrouping<string, ComparedCase> against in problem.GroupBy(item => item.Peer ?? "none"))
            {
                JsonNode[] cases = [.. against.Select(Case)];
                peers.Add(against.Key, new JsonObject { ["groups"] = Groups([.. against]), ["cases"] = new JsonArray(cases) });
            }

            problems.Add(problem.Key, peers);
        }

        var root = new JsonObject
        {
            ["schema"] = Schema,
            ["machine"] = JsonSerializer.SerializeToNode(facts, Format),
            ["load_average_after"] = MachineFacts.ReadLoadAverage(),
            ["peer"] = peer,
            ["problems"] = problems,
        };
        File.WriteAllText(path, root.ToJsonString(Format) + "\n");
    }

    private static JsonObject Groups(IReadOnlyList<ComparedCase> compared)
    {
        var groups = new JsonObject();
        foreach ((string name, IReadOnlyList<ComparedCase> cases) in PeerReport.Groups(compared))
        {
            var summary = RatioSummary.Of(cases);
            groups.Add(name, new JsonObject
            {
                ["cases"] = cases.Count,
                ["timed"] = summary.Timed,
                ["median_own_ms"] = Finite(summary.OwnMs),
                ["median_peer_cpu_ms"] = Finite(summary.PeerMs),
                ["median_peer_wall_ms"] = Finite(summary.PeerWallMs),
                ["ratio_of_medians"] = Finite(summary.Ratio),
                ["least_ratio"] = Finite(summary.LeastRatio),
                ["largest_ratio"] = Finite(summary.LargestRatio),
                ["largest_deviation"] = Finite(summary.LargestDeviation),
            });
        }

        return groups;
    }

    private static JsonObject Case(ComparedCase item) => new()
    {
        ["id"] = item.Case.Case.Id,
        ["antennas"] = item.Case.Case.Instance.Antennas,
        ["users"] = item.Case.Case.Instance.Users,
        ["own_ms"] = Finite(item.OwnMs),
        ["peer_cpu_ms"] = Finite(item.PeerMs),
        ["peer_wall_ms"] = Finite(item.PeerWallMs),
        ["ratio"] = Finite(item.Ratio),
        ["own_value"] = Finite(item.Ours.Value),
        ["peer_value"] = item.Theirs is { } theirs ? Finite(theirs.Value) : null,
        ["deviation"] = Finite(item.Deviation),
        ["fault"] = item.Fault ?? item.PeerFault,
    };

    private static JsonValue? Finite(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
