using System.Xml.Linq;
using IsacCluster.Reporting.Figures;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Reporting.Html;

/// <summary>A figure whose content is chosen in the page: the script shows and fills it, without script it stays hidden.</summary>
public static class ChoiceMarkup
{
    /// <param name="kind">Which part of the script fills it: explorer or patterns.</param>
    /// <param name="data">JSON; null: there is nothing to choose.</param>
    public static XElement? Of(string kind, string title, string? data) => data is null ? null : Element.Of("div",
        new XAttribute("class", "group choice"), new XAttribute("data-choice", kind), new XAttribute("hidden", ""),
        Element.Of("h3", title), Data(data));

    /// <summary>Figures of which the chosen one is one: with script they are hidden, on paper they are not.</summary>
    public static XElement Replaced(FigureGroup group)
    {
        XElement markup = FigureMarkup.Group(group);
        markup.SetAttributeValue("class", "group replaced");
        return markup;
    }
}
