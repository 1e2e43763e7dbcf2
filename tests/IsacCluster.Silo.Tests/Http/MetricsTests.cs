using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Telemetry;
using IsacCluster.Silo.Tests.Telemetry;

namespace IsacCluster.Silo.Tests.Http;

/// <summary>What a silo tells Prometheus, and that dashboards, the autoscaler and the guide ask for nothing else.</summary>
[Collection(TelemetryCollection.Name)]
public sealed partial class MetricsTests : IDisposable
{
    private static readonly string Root = FindRoot();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_silo_tells_slots_jobs_tasks_and_leases_after_a_job()
    {
        string text = await ScrapeAsync();
        Assert.Equal(2, Value(text, "isac_cluster_slots", "kind=\"cpu\""));
        Assert.Equal(0, Value(text, "isac_cluster_slots_busy", "kind=\"cpu\""));
        Assert.Equal(0, Value(text, "isac_cluster_slots_wanted", "kind=\"cpu\""));
        Assert.Equal(0, Value(text, "isac_queued_tasks", ""));
        Assert.Equal(1, Value(text, "isac_cluster_jobs", "phase=\"completed\""));
        Assert.Equal(0, Value(text, "isac_cluster_jobs", "phase=\"running\""));
        double accepted = Value(text, "isac_cluster_tasks_total", "outcome=\"accepted\"");
        Assert.True(accepted > 0);
        Assert.True(Value(text, "isac_cluster_leases_granted_total", "") >= accepted);
        Assert.True(Value(text, "isac_cluster_task_duration_seconds_count", "") >= accepted);
        Assert.True(Value(text, "isac_cluster_task_duration_seconds_bucket", "le=\"+Inf\"") >= accepted);
        Assert.Equal(0, Value(text, "isac_cluster_tasks_total", "outcome=\"failed\"")); // there before the first one
        foreach (string none in (string[])["isac_cluster_store_away", "isac_cluster_leases_expired_total", "isac_cluster_leases_lost_total",
            "isac_cluster_threads_abandoned_total", "isac_silo_log_dropped_total"]) Assert.Equal(0, Value(text, none, ""));
    }

    [Fact]
    public async Task Dashboards_autoscaler_and_guide_ask_for_metrics_and_labels_that_there_are()
    {
        Dictionary<string, HashSet<string>> served = Series(await ScrapeAsync());
        string[] dashboards = Directory.GetFiles(Path.Combine(Root, "deploy", "grafana"), "*.json");
        Assert.NotEmpty(dashboards);
        var asked = new List<(string Where, string Query)>();
        foreach (string file in dashboards)
            asked.AddRange(Queries(File.ReadAllText(file)).Select(query => (Path.GetFileName(file), query)));
        Assert.True(asked.Count >= 12);
        asked.AddRange(GuideQuery().Matches(File.ReadAllText(Path.Combine(Root, "k8s", "README.md")))
            .Select(match => ("k8s/README.md", match.Groups[1].Value)));
        foreach ((string where, string query) in asked)
        {
            Assert.NotEmpty(Metric().Matches(query));
            foreach (Match metric in Metric().Matches(query))
            {
                Assert.True(served.TryGetValue(metric.Value, out HashSet<string>? labels), $"{where}: no silo serves {metric.Value}");
                foreach (string label in LabelsAsked(query))
                    Assert.True(labels.Contains(label), $"{where}: {metric.Value} has no label {label} in {query}");
            }
        }

        string table = File.ReadAllText(Path.Combine(Root, "deploy", "README.md"));
        string[] told = [.. served.Keys.Where(name => name.StartsWith("isac_", StringComparison.Ordinal))
            .Select(name => Part().Replace(name, "")).Distinct()];
        foreach (string name in told) Assert.True(table.Contains($"`{name}`", StringComparison.Ordinal), $"deploy/README.md: no {name}");
        foreach (Match name in Told().Matches(table))
            Assert.True(told.Contains(name.Groups[1].Value), $"deploy/README.md: no silo serves {name.Groups[1].Value}");
    }

    [Fact]
    public async Task Metrics_want_the_token_and_are_not_there_without_a_session()
    {
        await using TelemetrySession session = TelemetrySession.Start(new TelemetryOptions { Prometheus = true });
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path, metrics: session.Metrics);
        using HttpClient stranger = cluster.Caller(null), reader = cluster.Caller(ServedCluster.ReadToken);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/metrics")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/metrics")).StatusCode);
    }

    private async Task<string> ScrapeAsync()
    {
        await using TelemetrySession session = TelemetrySession.Start(new TelemetryOptions { Prometheus = true });
        await using ServedCluster cluster = await ServedCluster.StartAsync(_folder.Path, metrics: session.Metrics);
        JobId id = await cluster.Client.SubmitAsync(ServedCluster.Campaign(_folder.Path, "measured", 40));
        await foreach (JobStatus _ in cluster.Client.WatchAsync(id)) { }
        // The store of an embedded cluster is a file; what a call of a cluster's store takes is told the same way.
        IsacCluster.Cluster.ClusterMetrics.Called("write", TimeSpan.FromMilliseconds(2));
        using HttpClient reader = cluster.Caller(ServedCluster.ReadToken);
        return await reader.GetStringAsync("/metrics");
    }

    private static double Value(string text, string name, string label) => double.Parse(
        Assert.Single(Sample().Matches(text), sample => sample.Groups[1].Value == name
            && sample.Groups[2].Value.Contains(label, StringComparison.Ordinal)).Groups[3].Value, CultureInfo.InvariantCulture);

    /// <summary>Names of series with all labels that they have; those that a scrape adds too.</summary>
    private static Dictionary<string, HashSet<string>> Series(string text)
    {
        var series = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (Match line in Sample().Matches(text))
        {
            if (!series.TryGetValue(line.Groups[1].Value, out HashSet<string>? labels))
                series[line.Groups[1].Value] = labels = ["instance", "job"];
            foreach (Match label in Label().Matches(line.Groups[2].Value)) labels.Add(label.Groups[1].Value);
        }

        return series;
    }

    private static IEnumerable<string> Queries(string dashboard)
    {
        using JsonDocument document = JsonDocument.Parse(dashboard);
        foreach (JsonElement panel in document.RootElement.GetProperty("panels").EnumerateArray())
        {
            Assert.False(string.IsNullOrWhiteSpace(panel.GetProperty("title").GetString()));
            foreach (JsonElement target in panel.GetProperty("targets").EnumerateArray())
                yield return target.GetProperty("expr").GetString()!;
        }
    }

    private static IEnumerable<string> LabelsAsked(string query) =>
        By().Matches(query).SelectMany(by => by.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries))
            .Concat(Selector().Matches(query).Select(selector => selector.Groups[1].Value)).Distinct();

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "IsacCluster.sln"))) folder = folder.Parent;
        return folder.FullName;
    }

    [GeneratedRegex(@"isac_\w+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"^(isac_\w+)(\{[^}]*\})? (\S+)", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex(@"(\w+)=""")]
    private static partial Regex Label();

    [GeneratedRegex(@"by \(([^)]*)\)")]
    private static partial Regex By();

    [GeneratedRegex(@"[{,]\s*(\w+)\s*=~?""")]
    private static partial Regex Selector();

    /// <summary>What a histogram adds to its name.</summary>
    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Part();

    [GeneratedRegex(@"`(isac_\w+)`")]
    private static partial Regex Told();

    [GeneratedRegex(@"metricsQuery: '?(.*?)'?\n")]
    private static partial Regex GuideQuery();
}
