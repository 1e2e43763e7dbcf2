using System.Xml.Linq;

namespace IsacCluster.Reporting.Html;

/// <summary>Terse construction of HTML elements. Text goes through the XML writer, so nothing reaches the page unescaped.</summary>
public static class Element
{
    /// <summary>A longer table scrolls inside itself on a screen, under a header that stays.</summary>
    private const int ManyRows = 24;

    public static XElement Of(string name, params object?[] content) => new(name, content);

    public static XElement WithClass(string name, string cssClass, params object?[] content) =>
        new(name, new XAttribute("class", cssClass), content);

    public static XElement Link(string href, string text) => new("a", new XAttribute("href", href), text);

    /// <summary>A table that scrolls sideways inside itself on a narrow screen.</summary>
    public static XElement Table(string caption, IEnumerable<XElement> headerRow, IEnumerable<XElement> rows) =>
        Table("table", caption, headerRow, rows.ToList());

    /// <summary>A table of many columns, set tighter.</summary>
    public static XElement DenseTable(string caption, IEnumerable<XElement> headerRow, IEnumerable<XElement> rows) =>
        Table("table dense", caption, headerRow, rows.ToList());

    /// <summary>The same where every cell is a number but those of class name; a page of thousands is smaller for it.</summary>
    public static XElement NumberTable(string caption, IEnumerable<XElement> headerRow, IEnumerable<XElement> rows)
    {
        XElement table = Table("table dense numbers", caption, headerRow, rows.ToList());
        foreach (XElement cell in table.Descendants("td"))
        {
            string words = cell.Attribute("class")?.Value ?? "";
            if (words == "n") cell.Attribute("class")!.Remove();
            else if (words.StartsWith("n ", StringComparison.Ordinal)) cell.SetAttributeValue("class", words[2..]);
        }

        return table;
    }

    /// <summary>A count that stands out unless it is zero.</summary>
    public static XElement LoudNumber(long count, string level) =>
        count == 0 ? Number("0") : WithClass("td", "n " + level, NumberText.Count(count));

    private static XElement Table(string cssClass, string caption, IEnumerable<XElement> headerRow, List<XElement> rows) =>
        WithClass(
            "div", rows.Count > ManyRows ? cssClass + " tall" : cssClass, new XAttribute("role", "region"),
            new XAttribute("aria-label", caption + ", table"), new XAttribute("tabindex", "0"),
            Of("table", Of("caption", caption), Of("thead", Of("tr", headerRow)), Of("tbody", rows)));

    public static XElement ColumnHeader(object content, bool number = false) =>
        Of("th", new XAttribute("scope", "col"), number ? new XAttribute("class", "n") : null, content);

    public static XElement RowHeader(object content, int rows = 1) =>
        Of("th", new XAttribute("scope", "row"), rows > 1 ? new XAttribute("rowspan", rows) : null, content);

    public static XElement Number(params object?[] content) => WithClass("td", "n", content);

    /// <summary>What the script of the page reads: JSON as <see cref="PageJson"/> writes it.</summary>
    public static XElement Data(string json) => Of("script", new XAttribute("type", "application/json"), json);

    public static XElement Section(string id, string title, params object?[] content) =>
        Of("section", new XAttribute("id", id), new XAttribute("aria-labelledby", id + "-h"),
            Of("h2", new XAttribute("id", id + "-h"), title), content);
}
