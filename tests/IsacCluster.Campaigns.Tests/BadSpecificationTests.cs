using IsacCluster.Campaigns.Tests.Studies;
using IsacCluster.Campaigns.Tests.Trainings;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Tests;

/// <summary>Every bad specification gives one message of one line that names the place, the field, the value and what is allowed.</summary>
public sealed class BadSpecificationTests
{
    public static TheoryData<string, string, string> All =>
        [.. BadSpecifications.Structure, .. BadSpecifications.JobFields, .. BadSpecifications.Criteria, .. BadSpecifications.Learned,
            .. BadTrainings.All, .. BadStudies.All];

    [Theory]
    [MemberData(nameof(All))]
    public void The_message_names_place_field_value_and_what_is_allowed(string marked, string beginning, string end)
    {
        string[] parts = marked.Split('^');
        Assert.Equal(2, parts.Length);
        int line = 1 + parts[0].Count(c => c == '\n'), column = parts[0].Length - parts[0].LastIndexOf('\n');

        var error = Assert.Throws<SpecificationException>(
            () => SampleSpecifications.Reader.Parse(parts[0] + parts[1], SampleSpecifications.SpecPath));

        Assert.StartsWith($"{SampleSpecifications.SpecPath}:{line}:{column}: {beginning}", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(end, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void The_whole_message_reads_as_documented()
    {
        const string yaml = "kind: campaign\nname: x\nalgorithms: [sdr]\nsamples: 10\nscenario:\n  power: 1\n  noise:   -1\n";
        var error = Assert.Throws<SpecificationException>(() => SampleSpecifications.Reader.Parse(yaml, "campaigns/x.yaml"));
        Assert.Equal("campaigns/x.yaml:7:12: scenario.noise: '-1' is not allowed; expected a number > 0.", error.Message);
    }
}
