using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IsacCluster.Campaigns.Solving.Cases;
using IsacCluster.Isac.Designs;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Tests.Solving.Cases;

public sealed class CaseFileTests
{
    private static readonly string FourCases = Path.Combine(AppContext.BaseDirectory, "Solving", "Cases", "four-open-cases.json");

    [Fact]
    public void Reference_cases_are_read()
    {
        SolveCase[] cases = [.. CaseFile.Open(FourCases).Read()];

        Assert.Equal(["open-019", "open-020", "open-036", "open-037"], cases.Select(item => item.Id));
        IsacInstance infeasible = cases[2].Instance;
        Assert.Equal((6, 10), (infeasible.Users, infeasible.Antennas));
        Assert.Equal([-37.911, 7.287, 59.558], infeasible.Objective.TargetsDeg);
        JsonNode source = JsonNode.Parse(File.ReadAllText(FourCases))!["cases"]![2]!;
        Assert.Equal((double)source["channel_real_imag"]![1]![5]![9]!, infeasible.Channel[5, 9].Imaginary);
        Assert.Equal(Decibel.ToLinear((double)source["sinr_db"]!), infeasible.SinrThreshold);
        Assert.Equal(180, infeasible.Objective.AnglesDeg.Count);
        Design raw = cases[0].RawDesign!;
        Assert.Equal((4, 1, 4, 4), (raw.C.Rows, raw.C.Columns, raw.S.Rows, raw.S.Columns));
    }

    [Fact]
    public void Known_answers_and_the_raw_design_are_optional()
    {
        SolveCase item = Assert.Single(Parse(One()));
        Assert.Null(item.RawDesign);
        Assert.Equal(2, item.Instance.Antennas);
        Assert.Equal(new System.Numerics.Complex(2, 4), item.Instance.Channel[0, 1]);
        JsonObject extra = One();
        extra["raw_c_real_imag"] = null;
        extra["remark"] = "ignored";
        Assert.Null(Assert.Single(Parse(extra)).RawDesign);
    }

    [Fact]
    public void A_missing_raw_design_is_a_mistake_only_where_one_is_needed()
    {
        string message = Refused(() => CaseFile.Of(() => Opened(Content(One())), "cases.json", requireRawDesign: true));
        Assert.Equal(
            "cases.json: field 'raw_c_real_imag' is missing in every case; "
                + "allowed: a raw design in one case at least, to be projected.", message);
        IEnumerable<SolveCase> cases = CaseFile.Open(FourCases, requireRawDesign: true).Read();
        Assert.Equal([true, true, false, false], cases.Select(item => item.RawDesign is not null));
        JsonObject half = One();
        half["raw_c_real_imag"] = JsonNode.Parse("[[[1],[2]],[[3],[4]]]");
        Assert.Contains("'raw_s_real_imag' is missing", Refused(() => Parse(half)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("antennas")]
    [InlineData("users")]
    [InlineData("targets_deg")]
    [InlineData("beamwidth_deg")]
    [InlineData("grid_points")]
    [InlineData("power")]
    [InlineData("noise")]
    [InlineData("sinr_db")]
    [InlineData("channel_real_imag")]
    public void A_missing_field_of_the_problem_is_named(string field)
    {
        JsonObject item = One();
        item.Remove(field);
        Assert.Contains(
            $"cases.json: case 'a': field '{field}' is missing; allowed: ", Refused(() => Parse(item)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("antennas", "0", "an integer in [1, 256]")]
    [InlineData("antennas", "2.5", "an integer in [1, 256]")]
    [InlineData("antennas", "\"2\"", "an integer in [1, 256]")]
    [InlineData("users", "3", "an integer in [1, 2]")]
    [InlineData("users", "0", "an integer in [1, 2]")]
    [InlineData("targets_deg", "[0, 90.5]", "degrees in [-90, 90]")]
    [InlineData("targets_deg", "0", "a list of degrees")]
    [InlineData("beamwidth_deg", "0", "(0, 360]")]
    [InlineData("grid_points", "0", "an integer in [1,")]
    [InlineData("power", "-1", "a number > 0")]
    [InlineData("power", "null", "a number > 0")]
    [InlineData("noise", "0", "a number > 0")]
    [InlineData("noise", "1e999", "a number > 0")]
    [InlineData("sinr_db", "true", "decibels in [-200, 200]")]
    [InlineData("channel_real_imag", "[[[1, 2]]]", "each L x M = 1 x 2")]
    [InlineData("channel_real_imag", "[[[1, 2, 3]], [[1, 2]]]", "each L x M = 1 x 2")]
    [InlineData("channel_real_imag", "[[[1, 2]], [[1, 2], [3, 4]]]", "each L x M = 1 x 2")]
    [InlineData("channel_real_imag", "[[[1, \"2\"]], [[1, 2]]]", "a finite number")]
    [InlineData("channel_real_imag", "{}", "each L x M = 1 x 2")]
    public void A_wrong_field_is_named_with_its_value_and_what_is_allowed(string field, string value, string allowed)
    {
        JsonObject item = One();
        item[field] = JsonNode.Parse(value);
        string message = Refused(() => Parse(item));
        Assert.StartsWith($"cases.json: case 'a': field '{field}", message, StringComparison.Ordinal);
        Assert.Contains(allowed, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"power\":1", "\"power\":NaN", "field 'power' is \"NaN\"")]
    [InlineData("\"noise\":0.1", "\"noise\":Infinity", "field 'noise' is \"Infinity\"")]
    [InlineData("[3,4]", "[3,-Infinity]", "field 'channel_real_imag[1][0][1]' is \"-Infinity\"")]
    public void Nan_and_infinity_as_python_writes_them_are_named_by_field(string sound, string damaged, string expected)
    {
        string text = Encoding.UTF8.GetString(Content(One()).Span);
        Assert.Contains(sound, text, StringComparison.Ordinal);
        byte[] bytes = Encoding.UTF8.GetBytes(text.Replace(sound, damaged, StringComparison.Ordinal));
        Assert.Contains($"case 'a': {expected}", Refused(() => Parse(bytes)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Any_encoding_of_unicode_is_read_with_a_mark_and_utf_16_without_one(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        JsonObject item = One();
        item["id"] = "\u00fc-\u4e00";
        byte[] text = encoding.GetBytes(Encoding.UTF8.GetString(Content(item).Span));
        foreach (byte[] bytes in (byte[][])[[.. encoding.GetPreamble(), .. text], text])
            Assert.Equal("\u00fc-\u4e00", Assert.Single(Parse(bytes)).Id);
    }

    [Theory]
    [InlineData("2.0")]
    [InlineData("2e0")]
    [InlineData("20E-1")]
    public void A_whole_number_may_be_written_with_a_point_or_an_exponent(string two)
    {
        JsonObject item = One();
        item["antennas"] = JsonNode.Parse(two);
        Assert.Equal(2, Assert.Single(Parse(item)).Instance.Antennas);
        JsonObject broken = One();
        broken["antennas"] = JsonNode.Parse("2.5");
        Assert.Contains("'antennas' is 2.5; allowed: an integer in", Refused(() => Parse(broken)), StringComparison.Ordinal);
    }

    /// <summary>Items of which each crosses pieces of the text at another place, the schema at the end, literals between.</summary>
    [Fact]
    public void A_file_longer_than_a_piece_is_read_case_by_case()
    {
        var text = new StringBuilder("{\"note\": [NaN, \"-Infinity\\\"\", -Infinity], \"cases\": [");
        string item = One().ToJsonString()[1..].Replace("\"id\":\"a\",", "", StringComparison.Ordinal);
        for (int k = 0; k < 2000; k++)
            text.Append(CultureInfo.InvariantCulture, $"{(k == 0 ? "" : ",")}{{\"id\":\"{k}\",\"known\":[NaN,-Infinity,{k}],{item}");
        string whole = text.Append($"], \"schema\": \"{CaseFile.Schema}\"}}").ToString();
        Assert.InRange(whole.Length, 4 << 16, int.MaxValue);
        CaseFile file = CaseFile.Of(() => Opened(Encoding.UTF8.GetBytes(whole)), "cases.json");
        Assert.Equal(2000, file.Count);
        Assert.Equal(Enumerable.Range(0, 2000).Select(k => $"{k}"), file.Read().Select(solved => solved.Id));
    }

    [Fact]
    public void The_word_nan_inside_a_name_is_left_alone()
    {
        JsonObject item = One();
        item["id"] = "a \"NaN\" \\ Infinity";
        Assert.Equal("a \"NaN\" \\ Infinity", Assert.Single(Parse(item)).Id);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData(" \n", "the file is empty")]
    [InlineData("hello", "line 1, column 1: not valid JSON")]
    [InlineData("[]", "the root is a JSON Array; allowed: an object")]
    [InlineData("{}", "field 'schema' is missing; allowed: isac-reference-v1, isac-variants-v1")]
    [InlineData(
        "{\"schema\": \"isac-reference-v2\", \"cases\": []}",
        "field 'schema' is \"isac-reference-v2\"; allowed: isac-reference-v1, isac-variants-v1")]
    [InlineData("{\"schema\": \"isac-reference-v1\"}", "field 'cases' is missing")]
    [InlineData("{\"schema\": \"isac-reference-v1\", \"cases\": []}", "field 'cases' is []; allowed: one case or more")]
    [InlineData("{\"schema\": \"isac-reference-v1\", \"cases\": [3]}", "cases[0] is a JSON Number; allowed: an object")]
    [InlineData("{\"schema\": \"isac-reference-v1\", \"cases\": [{}]}", "cases[0]: field 'id' is missing")]
    [InlineData("{\"schema\": \"isac-reference-v1\", \"schema\": 1}", "not valid JSON")]
    [InlineData("{\"schema\": \"isac-reference-v1\", \"cases\": 3}", "field 'cases' is 3; allowed: a list of objects")]
    public void A_file_that_is_no_case_file_says_why(string text, string expected)
    {
        string message = Refused(() => Parse(Encoding.UTF8.GetBytes(text)));
        Assert.StartsWith("cases.json: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_cases_of_one_name_are_refused()
    {
        string message = Refused(() => Parse(One(), One()));
        Assert.Contains(
            "cases[1]: field 'id' is 'a'; allowed: a name that no other case of the file has", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_said_to_be_one() =>
        Assert.Equal(
            $"{Path.GetTempPath()}: this is a folder; expected a JSON file of cases.", Refused(() => CaseFile.Open(Path.GetTempPath())));

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains("/nowhere/cases.json", Refused(() => CaseFile.Open("/nowhere/cases.json")), StringComparison.Ordinal);

    [Fact]
    public void A_file_truncated_anywhere_is_refused()
    {
        byte[] whole = File.ReadAllBytes(FourCases);
        int end = whole.AsSpan().TrimEnd("\n"u8).Length;
        for (int length = 0; length < end; length += 97) Refused(() => Parse(whole.AsMemory(0, length)));
        Refused(() => Parse(whole.AsMemory(0, end - 1)));
        Assert.Equal(4, Parse(whole.AsMemory(0, end)).Count);
    }

    private static JsonObject One() => (JsonObject)JsonNode.Parse("""
        {"id": "a", "antennas": 2, "users": 1, "targets_deg": [0], "beamwidth_deg": 10, "grid_points": 18, "power": 1, "noise": 0.1,
         "sinr_db": 3, "channel_real_imag": [[[1, 2]], [[3, 4]]]}
        """)!;

    private static ReadOnlyMemory<byte> Content(params JsonNode[] cases) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["schema"] = CaseFile.Schema, ["cases"] = new JsonArray(cases) }.ToJsonString());

    private static IReadOnlyList<SolveCase> Parse(params JsonNode[] cases) => Parse(Content(cases));

    private static IReadOnlyList<SolveCase> Parse(ReadOnlyMemory<byte> content) =>
        [.. CaseFile.Of(() => Opened(content), "cases.json").Read()];

    private static MemoryStream Opened(ReadOnlyMemory<byte> content) => new(content.ToArray());

    private static string Refused(Action read)
    {
        string message = Assert.Throws<SpecificationException>(read).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
