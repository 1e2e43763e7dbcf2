using System.Xml.Linq;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Reporting.Html;

/// <summary>What was run, in the words of the user: facts, and the specification as it was written.</summary>
public static class SpecificationSection
{
    /// <param name="yaml">Null where it is not known.</param>
    /// <param name="facts">Terms with their values; null: none.</param>
    public static XElement? Of(string title, string note, IReadOnlyList<(string Term, string Value)> facts, string? yaml) =>
        facts.Count == 0 && yaml is null ? null : Section("specification", title,
            note.Length == 0 ? null : WithClass("p", "note", note),
            facts.Count == 0 ? null : WithClass("dl", "facts narrow",
                facts.Select(fact => Element.Of("div", Element.Of("dt", fact.Term), Element.Of("dd", fact.Value)))),
            yaml is null ? null : Element.Of("h3", "Specification"),
            yaml is null ? null : WithClass("pre", "yaml", new XAttribute("tabindex", "0"), Element.Of("code", yaml.TrimEnd())));
}
