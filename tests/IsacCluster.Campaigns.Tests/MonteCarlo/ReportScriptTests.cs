using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Campaigns.Tests.MonteCarlo.Results;

namespace IsacCluster.Campaigns.Tests.MonteCarlo;

/// <summary>The script of a report in a real browser: what a pointer and keys do. Skipped where there is no Chromium.</summary>
public sealed partial class ReportScriptTests : IDisposable
{
    /// <summary>What every probe may use; it answers with JSON in an element of the page.</summary>
    private const string Tools = """
        const one = selector => document.querySelector(selector), all = selector => [...document.querySelectorAll(selector)];
        const plots = all(".plot"), fire = (plot, name, x, y) => { const box = plot.getBoundingClientRect();
          plot.setPointerCapture = () => {};
          const at = {clientX: box.left + box.width * x, clientY: box.top + box.height * y};
          plot.dispatchEvent(new PointerEvent(name, {bubbles: true, pointerType: "mouse", ...at})); };
        const press = (plot, key) => plot.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
        const answer = {};
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Figures_and_tables_answer()
    {
        JsonNode answer = await ProbeAsync(ResultsBuilder.Quickstart(), """
            press(plots[1], "ArrowRight"); press(plots[1], "ArrowRight");
            answer.tip = plots[1].querySelector(".tip").innerText;
            fire(plots[0], "pointermove", 0.5, 0.4);
            answer.hovered = !plots[0].querySelector(".tip").hidden;
            fire(plots[2], "pointerdown", 0.3, 0.2); fire(plots[2], "pointermove", 0.7, 0.6); fire(plots[2], "pointerup", 0.7, 0.6);
            answer.zoomed = plots[2].classList.contains("zoomed");
            plots[2].dispatchEvent(new MouseEvent("dblclick"));
            answer.reset = !plots[2].classList.contains("zoomed");
            all(".series").find(button => button.textContent.trim() === "radar").click();
            answer.redrawn = plots[1].querySelectorAll("svg.chart").length;
            answer.hidden = plots[1].querySelectorAll("[data-color='--fig-blue']").length;
            const filter = one("#mse .tools input"); filter.value = "zf"; filter.dispatchEvent(new Event("input"));
            answer.rows = all("#mse tbody tr").length;
            all("#mse .sort")[3].click(); all("#mse .sort")[3].click();
            answer.first = one("#mse tbody tr").innerText.replace(/\s+/g, " ").trim();
            answer.order = all("#mse thead th")[3].getAttribute("aria-sort");
            """);
        Assert.Empty(answer["faults"]!.AsArray());
        Assert.Contains("SINR threshold Γ₀ (dB) 12", (string)answer["tip"]!, StringComparison.Ordinal);
        Assert.Contains("0.253 [0.247, 0.259]", (string)answer["tip"]!, StringComparison.Ordinal);
        foreach (string name in (string[])["hovered", "zoomed", "reset"]) Assert.True((bool)answer[name]!, name);
        Assert.Equal((1, 0, 4), ((int)answer["redrawn"]!, (int)answer["hidden"]!, (int)answer["rows"]!));
        Assert.Contains("zf-pinv", (string)answer["first"]!, StringComparison.Ordinal);
        Assert.Equal("descending", (string)answer["order"]!);
    }

    [Fact]
    public async Task Any_part_of_a_sweep_is_drawn_and_beampatterns_are_picked()
    {
        CampaignResults results = new ResultsBuilder().Sweep("noise", 1e-10, 1e-9, 1e-8).Sweep("users", 1L, 2L, 4L).Build();
        JsonNode answer = await ProbeAsync(results, """
            const [explorer, patterns] = all("[data-choice]");
            answer.cells = explorer.querySelectorAll("svg.chart path[style*='--fig-ramp']").length;
            fire(explorer.querySelector(".plot"), "pointermove", 0.5, 0.5);
            answer.cell = explorer.querySelector(".tip").innerText;
            const view = explorer.querySelectorAll("select")[1]; view.value = "1"; view.dispatchEvent(new Event("change"));
            answer.lines = explorer.querySelectorAll("svg.chart g[data-color]").length;
            answer.static = getComputedStyle(one(".replaced")).display;
            answer.patterns = patterns.querySelectorAll("svg.chart g[data-color]").length;
            """);
        Assert.Empty(answer["faults"]!.AsArray());
        Assert.Equal(6, (int)answer["cells"]!);
        Assert.Contains("users = ", (string)answer["cell"]!, StringComparison.Ordinal);
        Assert.Equal((3, 4), ((int)answer["lines"]!, (int)answer["patterns"]!)); // the ratio of sdr to itself is no line
        Assert.Equal("none", (string)answer["static"]!);
    }

    private async Task<JsonNode> ProbeAsync(CampaignResults results, string probe)
    {
        ReportWriter.Write(results, _folder.Path);
        string page = await File.ReadAllTextAsync(_folder["report.html"]);
        string watched = page.Replace(
            "<title>", "<script>const faults = []; addEventListener('error', event => faults.push(event.message));</script><title>",
            StringComparison.Ordinal);
        string end = $"<pre id=\"probe\"></pre><script>{Tools}try {{ {probe} }} catch (fault) {{ faults.push(String(fault)); }}"
            + "answer.faults = faults; one('#probe').textContent = JSON.stringify(answer);</script></body>";
        await File.WriteAllTextAsync(_folder["probe.html"], watched.Replace("</body>", end, StringComparison.Ordinal));
        ProgramRun? run = await ProgramRun.EndAsync(
            _folder.Path, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1280,4000", "--dump-dom",
            $"--user-data-dir={_folder["profile"]}", $"file://{_folder["probe.html"]}");
        if (run is null) Assert.Skip("There is no chromium here.");
        Match found = Probe().Match(run!.Output);
        Assert.True(found.Success, run.Error);
        return JsonNode.Parse(System.Net.WebUtility.HtmlDecode(found.Groups[1].Value))!;
    }

    [GeneratedRegex("<pre id=\"probe\">([^<]*)</pre>")]
    private static partial Regex Probe();
}
