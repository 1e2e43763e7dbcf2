using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Files;
using IsacCluster.Reporting.Html;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Extension.Tests.Coherence;

/// <summary>results.json and report.html of a coherence job, complete or not.</summary>
internal static class CoherenceReport
{
    private const string Schema = "coherence-results-v1", Data = "results.json", Page = "report.html";

    public static JobReport Write(CoherenceSpecification specification, JobOutcome outcome, string folder)
    {
        CoherenceResult[] results = [.. outcome.Lanes.Select(lane => (CoherenceResult)lane.Result)];
        string[] points = [.. specification.Points.Select(point => point.Id)];
        string digest = Digest(points, results);
        bool complete = outcome.Poisoned.Count == 0 && outcome.Lanes.All(lane => lane.StopReason is not null);
        var manifest = Manifest.Of(outcome, specification.JobId, specification.SpecSha256, specification.Seed);
        Directory.CreateDirectory(folder);
        string data = Path.Combine(folder, Data), page = Path.Combine(folder, Page);
        AtomicFile.Write(data, JsonDocumentText.Write(new
        {
            Schema,
            specification.Name,
            Digest = digest,
            Complete = complete,
            Points = points.Zip(results, (id, result) => new { Id = id, result.Mean, Std = result.StandardDeviation, N = result.Count }),
            outcome.Tasks,
            outcome.Timing,
            outcome.Poisoned,
            Manifest = manifest,
        }));
        XElement[] sections = [Table(points, results), TimeSection.Of(outcome.Timing), ManifestSection.Of(manifest, digest, Schema)];
        string title = $"{specification.Name}: coherence";
        AtomicFile.Write(page, ReportPage.Write(title, Header(specification, complete), sections, Footer(digest)));
        return new JobReport(complete, digest, page, data, Summary(points, results));
    }

    /// <summary>Of the exact results of all points; times and hosts are not in it.</summary>
    private static string Digest(string[] points, CoherenceResult[] results)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string id, CoherenceResult result) in points.Zip(results))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{id}\n"));
            hash.AppendData(result.ToBytes());
        }

        return $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    private static XElement Header(CoherenceSpecification specification, bool complete) => Of("header",
        WithClass("p", "kind", "Coherence of channels"),
        Of("h1", specification.Name),
        WithClass("p", complete ? "state ok" : "state bad", complete ? "Complete" : "Incomplete"));

    private static XElement Table(string[] points, CoherenceResult[] results) => Section("coherence", "Coherence", Element.Table(
        "Mean of |h₁ᴴh₂| / (‖h₁‖ ‖h₂‖)",
        [ColumnHeader("point"), ColumnHeader("mean", number: true), ColumnHeader("samples", number: true)],
        points.Zip(results, (id, result) => Of("tr", RowHeader(id), Number(Text(result)), Number(NumberText.Count(result.Count))))));

    private static XElement Footer(string digest) => Of("footer",
        Of("p", "Data: ", Link(Data, Data)), Of("p", "Digest ", Of("code", digest)));

    private static SummaryTable Summary(string[] points, CoherenceResult[] results) => new(
        ["point", "mean", "samples"],
        [.. points.Zip(results, (id, result) => (IReadOnlyList<string>)[id, Text(result), NumberText.Count(result.Count)])]);

    private static string Text(CoherenceResult result) => result.Mean is { } mean ? NumberText.Value(mean) : NumberText.Undefined;
}
