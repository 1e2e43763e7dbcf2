using System.Text.RegularExpressions;

namespace IsacCluster.Architecture.Tests.Documents;

/// <summary>A decision record is read at a glance: half a page, in the same sections, numbered without gaps.</summary>
public sealed partial class DecisionTests
{
    private const int Lines = 40, Width = 140;

    public static TheoryData<string> Decisions => [.. Repository.Documents.Where(IsDecision)];

    [Theory]
    [MemberData(nameof(Decisions))]
    public void A_decision_is_half_a_page(string file)
    {
        string[] lines = Repository.ReadText(file).TrimEnd('\n').Split('\n');
        Assert.True(lines.Length <= Lines, $"{file} has {lines.Length} lines; {Lines} are half a page.");
        Assert.DoesNotContain(lines, line => line.Length > Width);
    }

    [Theory]
    [MemberData(nameof(Decisions))]
    public void A_decision_has_a_number_a_context_and_what_was_decided(string file)
    {
        string text = Repository.ReadText(file);
        int number = int.Parse(Path.GetFileName(file).Split('-')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.StartsWith($"# {number}. ", text, StringComparison.Ordinal);
        string[] sections = [.. Section().Matches(text).Select(section => section.Groups[1].Value)];
        Assert.Equal(["Context", "Decision"], sections.Take(2));
    }

    [Fact]
    public void Decisions_are_numbered_without_gaps()
    {
        string[] numbers = [.. Repository.Documents.Where(IsDecision).Select(file => Path.GetFileName(file).Split('-')[0])];
        Assert.Equal(Enumerable.Range(1, numbers.Length).Select(number => $"{number:0000}"), numbers);
    }

    private static bool IsDecision(string file) => file.StartsWith("docs/adr/", StringComparison.Ordinal);

    [GeneratedRegex("^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Section();
}
