using System.Globalization;
using System.Text;
using IsacCluster.Campaigns.MonteCarlo.Results;

namespace IsacCluster.Campaigns.Tests.MonteCarlo.Results;

public sealed class ResultsCsvTests
{
    [Theory, MemberData(nameof(Names))]
    public void Every_point_and_algorithm_has_one_full_row(string name)
    {
        var results = SampleResults.ByName[name]();
        var records = Parse(results);
        Assert.Equal(1 + results.Points.Sum(point => point.Algorithms.Count), records.Count);
        Assert.All(records, record => Assert.Equal(records[0].Count, record.Count));
        Assert.Equal(records[0].Count, records[0].Distinct().Count());
    }

    [Fact]
    public void Numbers_read_back_to_the_same_bits_and_undefined_is_empty()
    {
        var results = new ResultsBuilder().Sweep("sinr_db", 3L, 6.5).Build();
        var records = Parse(results);
        int mean = records[0].IndexOf("mse_mean"), usage = records[0].IndexOf("projection_usage"),
            projection = records[0].IndexOf("time_projection_s"), ratio = records[0].IndexOf("mse_ratio_to_sdr_ci95_low");
        var rows = results.Points.SelectMany(point => point.Algorithms).ToList();
        for (int i = 0; i < rows.Count; i++)
        {
            Assert.Equal(rows[i].Mse.Mean, double.Parse(records[i + 1][mean], CultureInfo.InvariantCulture));
            Assert.Equal(rows[i].ProjectionUsage is null, records[i + 1][usage].Length == 0);
            Assert.Equal(rows[i].PartsS is null ? "" : "0.0008", records[i + 1][projection]);
            Assert.Equal(rows[i].Name == "sdr", records[i + 1][ratio].Length == 0);
        }
        Assert.Equal("6.5", records[5][records[0].IndexOf("param_sinr_db")]);
    }

    [Fact]
    public void Metrics_are_the_last_columns()
    {
        var records = Parse(SampleResults.ByName["metrics"]());
        Assert.Equal(
            ["metric_sum_rate_mean", "metric_sum_rate_std", "metric_sum_rate_ci95_low", "metric_sum_rate_ci95_high", "metric_sum_rate_n"],
            records[0].SkipWhile(name => !name.StartsWith("metric_", StringComparison.Ordinal)).Take(5));
        Assert.Equal(["7", "0.7", "6.9", "7.1", "180"], records[3].Skip(records[0].IndexOf("metric_sum_rate_mean")).Take(5));
    }

    [Fact]
    public void Commas_quotes_and_line_breaks_survive()
    {
        const string name = "a \"b\", c\r\nd";
        var records = Parse(new ResultsBuilder().Algorithms("sdr", name).Build());
        Assert.Equal(name, records[2][records[0].IndexOf("algorithm")]);
    }

    public static TheoryData<string> Names() => new(SampleResults.ByName.Keys);

    /// <summary>A strict reader of RFC 4180.</summary>
    private static List<List<string>> Parse(CampaignResults results)
    {
        string text = Encoding.UTF8.GetString(ResultsCsv.Write(results));
        var records = new List<List<string>>();
        var record = new List<string>();
        for (int i = 0; i < text.Length;)
        {
            var field = new StringBuilder();
            if (text[i] == '"')
            {
                for (i++; text[i] != '"' || text[i + 1] == '"'; i++)
                {
                    if (text[i] == '"') i++;
                    field.Append(text[i]);
                }
                i++;
            }
            else
            {
                for (; text[i] is not (',' or '\r'); i++)
                {
                    Assert.False(text[i] is '"' or '\n', "a quote or line feed outside quotes");
                    field.Append(text[i]);
                }
            }
            record.Add(field.ToString());
            if (text[i] == ',')
            {
                i++;
                continue;
            }
            Assert.Equal("\r\n", text.Substring(i, 2));
            i += 2;
            records.Add(record);
            record = [];
        }
        return records;
    }
}
