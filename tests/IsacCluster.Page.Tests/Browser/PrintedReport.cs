using System.Globalization;
using Microsoft.Playwright;

namespace IsacCluster.Page.Tests.Browser;

/// <summary>A report as a reader without script, or on paper, has it: what is there, and what is cut off.</summary>
internal static class PrintedReport
{
    /// <summary>Width between the margins of A4, in CSS pixels.</summary>
    public const int PaperWidth = 688;

    private const string Missing = """
        (width) => {
          const seen = (node) => {
            const { width, height } = node.getBoundingClientRect();
            return node.checkVisibility() && width > 0 && height > 0;
          };
          const faults = [], name = (node) => (node.closest("figure, .table, section") ?? node).textContent.trim().slice(0, 60);
          for (const figure of document.querySelectorAll("figure")) {
            if (figure.closest(".choice")) continue; // the script's own
            const drawing = [...figure.querySelectorAll("svg:not(.key)")].find(seen);
            if (!drawing) { faults.push("no drawing: " + name(figure)); continue; }
            const box = drawing.getBoundingClientRect();
            for (const text of drawing.querySelectorAll("text")) {
              const at = text.getBoundingClientRect();
              if (at.left < box.left - 2 || at.right > box.right + 2 || at.top < box.top - 2 || at.bottom > box.bottom + 2)
                faults.push(`'${text.textContent}' is cut off: ${name(figure)}`);
            }
          }
          for (const cell of document.querySelectorAll(".table th, .table td, dd, dt, h1, h2, h3, .legend li, .note, .lead"))
            if (!cell.closest(".choice") && cell.textContent.trim() && !seen(cell)) faults.push("hidden: " + cell.textContent);
          for (const region of document.querySelectorAll(".table, .yaml")) {
            const style = getComputedStyle(region), scrolls = style.overflowX === "auto" || style.overflowX === "scroll";
            if (!scrolls && region.scrollWidth > region.clientWidth + 1) faults.push("wider than its place: " + name(region));
          }
          for (const node of document.querySelectorAll("main *, footer *"))
            if (!node.closest("svg, .table, .yaml") && node.getBoundingClientRect().right > width + 1 && seen(node))
              faults.push(`beyond the edge: <${node.localName}> ${name(node)}`);
          return faults.slice(0, 12);
        }
        """;

    /// <summary>What the file holds: figures, tables, their rows and cells.</summary>
    private const string Counts = """
        () => ["figure", ".table table", ".table tr", ".table td", ".table th"].map((what) =>
          [...document.querySelectorAll(what)].filter((node) => !node.closest(".choice") && node.checkVisibility()).length)
        """;

    /// <summary>What a reader of a window of that width lacks; nothing where all is there.</summary>
    public static async Task<IReadOnlyList<string>> LacksAsync(IPage page, int width) =>
        await page.EvaluateAsync<string[]>(Missing, width);

    /// <summary>How many figures, tables, rows and cells are shown.</summary>
    public static async Task<string> CountsAsync(IPage page) =>
        string.Join(' ', (await page.EvaluateAsync<int[]>(Counts)).Select(count => count.ToString(CultureInfo.InvariantCulture)));
}
