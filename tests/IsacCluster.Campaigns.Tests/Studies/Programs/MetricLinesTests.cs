using IsacCluster.Campaigns.Studies.Programs;
using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Tests.Studies.Programs;

public sealed class MetricLinesTests
{
    /// <summary>Lines separated by '|'; the value; the intermediate ones.</summary>
    [Theory]
    [InlineData("{\"value\": 1}", 1.0, "")]
    [InlineData("{\"value\": 1}|{\"event\": \"shutdown\", \"ok\": 1}|bye", 1.0, "")]
    [InlineData("{\"value\": 1}|{\"value\": 2}|{\"value\": \"none\"}", 2.0, "")]
    [InlineData("{\"value\": 0.5, \"ratio\": Infinity, \"worst\": -Infinity, \"gradients\": [NaN, 1]}", 0.5, "")]
    [InlineData("{\"note\": \"NaN: \\\"Infinity\\\"\", \"x\":NaN, \"value\": 3}", 3.0, "")]
    [InlineData("{\"value\": NaN}", double.NaN, "")]
    [InlineData("{\"value\": 1e999}", double.NaN, "")]
    [InlineData("{\"value\": 4}|{\"step\": 1, \"value\": 9}", 4.0, "1:9")]
    [InlineData("{\"step\": 1, \"value\": 9}|{\"step\": 2.0, \"value\": 8}|{\"done\": true}", 8.0, "1:9 2:8")]
    [InlineData("{\"step\": 1.5, \"value\": 9}", 9.0, "")]
    [InlineData("{\"step\": 3, \"value\": NaN}|{\"value\": 2}", 2.0, "3:NaN")]
    [InlineData("log {\"value\": 1}|{\"value\": 1", null, "")]
    [InlineData("[1]|{\"valu\": 1}", null, "")]
    [InlineData("\uFEFF{\"step\": 1, \"value\": 9}|\uFEFF {\"value\": 4}\r", 4.0, "1:9")]
    public void The_last_line_that_has_the_metric_counts(string lines, double? value, string reported)
    {
        var read = new MetricLines(["value"]);
        List<IntermediateValue> intermediate = [.. lines.Split('|').Select(read.Take).OfType<IntermediateValue>()];
        Assert.Equal(value, read.Values[0]);
        Assert.Equal(reported, string.Join(' ', intermediate.Select(v => FormattableString.Invariant($"{v.Step}:{v.Value}"))));
    }

    [Fact]
    public void Several_metrics_have_their_last_values_each()
    {
        var read = new MetricLines(["loss", "time"]);
        string[] lines = ["{\"step\": 1, \"loss\": 7}", "{\"loss\": 2, \"time\": 5}", "{\"time\": 6}", "{}"];
        foreach (string line in lines) read.Take(line);
        Assert.Equal([2.0, 6.0], read.Values);
    }
}
