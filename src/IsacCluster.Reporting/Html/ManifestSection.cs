using System.Globalization;
using System.Xml.Linq;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Reporting.Html;

/// <summary>What produced these numbers.</summary>
public static class ManifestSection
{
    public static XElement Of(Manifest manifest, string digest, string schema)
    {
        return Section("manifest", "Manifest",
            WithClass("p", "note", "The digest depends on the specification, the seed, the versions and the instruction set; "
                + "not on hosts, shards, failures or times."),
            WithClass("dl", "facts",
                Fact("Digest", digest, code: true),
                Fact("Specification", "sha256:" + manifest.SpecSha256.Replace("sha256:", "", StringComparison.Ordinal), code: true),
                Fact("Seed", manifest.Seed.ToString(CultureInfo.InvariantCulture), code: true),
                Fact("Command", manifest.Command, code: true),
                Fact("Job", manifest.JobId, code: true),
                Fact("Started", manifest.Started),
                Fact("Finished", manifest.Finished),
                Fact("Hosts", manifest.HostCount.ToString(CultureInfo.InvariantCulture)),
                manifest.Cpu is { } cpu ? Fact("Processor", cpu) : null,
                Fact("Instruction set", manifest.Isa),
                manifest.Silos.Select(silo => Fact($"Silo {silo.Name}", $"{silo.Host}, {silo.Isa}, {silo.Build}")),
                manifest.Mixed
                    ? Fact("Mixed", "computed by silos of different builds or instruction sets: another run may give another digest")
                    : null,
                manifest.Versions.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => Fact(v.Key, v.Value)),
                Fact("Schema", schema)));
    }

    private static XElement Fact(string term, string value, bool code = false) =>
        Element.Of("div", Element.Of("dt", term), Element.Of("dd", code ? Element.Of("code", value) : value));
}
