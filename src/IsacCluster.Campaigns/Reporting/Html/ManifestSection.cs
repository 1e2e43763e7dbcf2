using System.Globalization;
using System.Xml.Linq;
using static IsacCluster.Campaigns.Reporting.Html.Element;

namespace IsacCluster.Campaigns.Reporting.Html;

/// <summary>What produced these numbers, and what is missing from them.</summary>
internal static class ManifestSection
{
    public static XElement Of(CampaignResults results) => Of(results.Manifest, results.Digest, results.Schema);

    public static XElement Of(Manifest manifest, string digest, string schema)
    {
        return Section("manifest", "Manifest",
            WithClass("p", "note", "The digest depends on the specification, the seed, the versions and the instruction set; not on hosts, shards, failures or times."),
            WithClass("dl", "facts",
                Fact("Digest", digest, code: true),
                Fact("Specification", "sha256:" + manifest.SpecSha256.Replace("sha256:", "", StringComparison.Ordinal), code: true),
                Fact("Seed", manifest.Seed.ToString(CultureInfo.InvariantCulture), code: true),
                Fact("Command", manifest.Command, code: true),
                Fact("Job", manifest.JobId, code: true),
                Fact("Started", manifest.Started),
                Fact("Finished", manifest.Finished),
                Fact("Hosts", manifest.HostCount.ToString(CultureInfo.InvariantCulture)),
                Fact("Instruction set", manifest.Isa),
                manifest.Versions.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => Fact(v.Key, v.Value)),
                Fact("Schema", schema)));
    }

    /// <summary>Tasks that were given up; null if there are none.</summary>
    public static XElement? Poisoned(CampaignResults results) => results.Poisoned.Count == 0 ? null : Section("missing", "Missing tasks",
        WithClass("p", "note", "Each of these failed three times and was parked; the rest of the campaign went on without its samples."),
        Table("Missing tasks",
            [ColumnHeader("Point"), ColumnHeader("First sample", true), ColumnHeader("Samples", true), ColumnHeader("Error")],
            results.Poisoned.Select(task => Element.Of("tr",
                RowHeader(task.Point), Number(task.First.ToString(CultureInfo.InvariantCulture)), Number(NumberText.Count(task.Count)),
                WithClass("td", "error", Element.Of("code", task.Error))))));

    private static XElement Fact(string term, string value, bool code = false) =>
        Element.Of("div", Element.Of("dt", term), Element.Of("dd", code ? Element.Of("code", value) : value));
}
