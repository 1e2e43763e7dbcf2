using System.Collections;
using System.Text;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Training.Settings;

namespace IsacCluster.Campaigns.Tests;

/// <summary>The tables of docs/specification.md as the declarations of the fields say them, each between two marks.</summary>
/// <param name="training">A training without optional fields, whose values are the defaults.</param>
/// <param name="study">Such a study.</param>
internal sealed class FieldTablePage(TrainingSettings training, StudySpecification study)
{
    private const string End = "<!-- end -->";

    /// <summary>The page with its marked tables written anew.</summary>
    public string Rewritten(string page)
    {
        page = With(page, "scenario", Table(ScenarioFields.Registered.Table.All, withSymbols: true));
        page = With(page, "training", Table(TrainingFields.Table.All, withSymbols: false));
        page = With(page, "study", Table(StudyFields.Table.All, withSymbols: false));
        page = With(page, "a parameter", Table(ParameterFields.All, withSymbols: false, "space.NAME."));
        return With(page, "an objective", Table(ObjectiveFields.All, withSymbols: false, "objective."));
    }

    private static string With(string page, string mapping, string table)
    {
        string begin = $"<!-- fields of {mapping} -->\n";
        int from = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length, to = page.IndexOf(End, from, StringComparison.Ordinal);
        Assert.True(from >= begin.Length && to >= from, $"The page has no marks around the fields of {mapping}.");
        return $"{page[..from]}{table}{page[to..]}";
    }

    private string Table(IEnumerable<FieldDeclaration> fields, bool withSymbols, string prefix = "")
    {
        var text = new StringBuilder(withSymbols
            ? "| field | symbol | unit | type and range | default |\n|---|---|---|---|---|\n"
            : "| field | type and range | default |\n|---|---|---|\n");
        AppendRows(text, prefix, fields, withSymbols);
        return text.ToString();
    }

    private void AppendRows(StringBuilder text, string prefix, IEnumerable<FieldDeclaration> fields, bool withSymbols)
    {
        foreach (FieldDeclaration field in fields)
        {
            string symbols = withSymbols ? $" {field.Symbol} | {field.Unit} |" : "";
            string unit = withSymbols || field.Unit.Length == 0 ? "" : $" {field.Unit}";
            string separator = field.Allowed.Length > 0 && field.Meaning.Length > 0 ? ": " : "";
            string words = $"{field.Allowed}{unit}{separator}{field.Meaning}".Replace("|", "\\|", StringComparison.Ordinal);
            string row = $"| `{prefix}{field.Name}` |{symbols} {words} | {field.Default ?? Words(PresetOf(field))} |\n";
            text.Append(row.Replace("  |", " |", StringComparison.Ordinal));
            AppendRows(text, $"{prefix}{field.Name}.", field.Parts, withSymbols);
        }
    }

    private object? PresetOf(FieldDeclaration field) => field switch
    {
        FieldDeclaration<Scenario> scenario => scenario.Canonical(new Scenario()),
        FieldDeclaration<TrainingSettings> of => of.Canonical(training),
        FieldDeclaration<LossSettings> loss => loss.Canonical(TrainingFields.LossOf(training)),
        FieldDeclaration<StudySpecification> of => of.Canonical(study),
        _ => throw new InvalidOperationException($"The declaration of {field.Name} says no default."),
    };

    private static string Words(object? value) => value switch
    {
        null => "none",
        string text => $"`{text}`",
        bool flag => flag ? "`true`" : "`false`",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Words))}]",
        _ => CanonicalJson.Write(value),
    };
}
