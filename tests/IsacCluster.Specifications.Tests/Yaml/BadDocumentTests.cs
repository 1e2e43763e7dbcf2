using IsacCluster.Specifications.Yaml;
using static IsacCluster.Specifications.Tests.Marked;

namespace IsacCluster.Specifications.Tests.Yaml;

/// <summary>Texts that are no document of a specification, whatever its kind.</summary>
public sealed class BadDocumentTests
{
    public static TheoryData<string, string, string> Texts => new()
    {
        { "^", "the file is empty;", "expected a specification that begins with kind." },
        { "^# only a comment", "the file is empty;", "begins with kind." },
        { "kind: [a: b\n^", "not valid YAML: ", "." },
        { "kind: ^'campaign", "not valid YAML: ", "unexpected end of stream." },
        { "kind: campaign\n^name x\nsamples: 1\n", "not valid YAML: ", "." },
        { "kind: campaign\nscenario:\n^\tusers: 2\n", "not valid YAML: a tab cannot indent a line;", "expected spaces." },
        { Campaign("^---\nkind: campaign\n"), "a second YAML document begins here;", "one specification in a file." },
        { Campaign("^samples: 20\n"), "samples: the field is given twice;", "already given in line 4." },
        { Campaign("scenario:\n  noise: 1e-9\n  power: 1\n  ^noise: 1e-8\n"), "scenario.noise: the field is given twice;", "line 6." },
        { Campaign("scenario: {power: ^*p}\n"), "scenario.power: no anchor 'p' ends before this alias", "." },
        {
            Campaign("scenario: {power: ^!!float 1}\n"),
            "scenario.power: the tag 'tag:yaml.org,2002:float' is not allowed;", "write the value alone."
        },
        { Campaign("scenario:\n  :^ 8\n"), "scenario: a field name is missing before ':'", "." },
        { "kind: campaign\nalgorithms: [\n^samples: 1000\n", "not valid YAML: a '[' or '{'", "opened above is not closed." },
        { Campaign("^[a]: 1\n"), "a list or mapping is not allowed as a field name;", "expected text." },
        { Campaign("seed: 1^\0\n"), "the character U+0000 is not allowed in YAML;", "expected text." },
        { Campaign("scenario: [[[[[[[[[[[[[[[[^1]]]]]]]]]]]]]]]]\n"), "scenario[0][0]", "nested more than 16 deep." },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_message_names_place_field_value_and_what_is_allowed(string marked, string beginning, string end) =>
        AssertRefused(text => SpecDocument.Load(text, SpecPath), marked, beginning, end);
}
