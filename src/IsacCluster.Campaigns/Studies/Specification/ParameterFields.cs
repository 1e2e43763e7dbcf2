using IsacCluster.Specifications.Fields;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>The fields of a parameter of a study's space, declared once: its reader and the table of the documentation take them.</summary>
internal static class ParameterFields
{
    public const string Float = "float", Whole = "int", Choice = "choice", Log = "log", Step = "step", When = "when";

    public static readonly IReadOnlyList<FieldDeclaration> All =
    [
        new(Float, "[low, high], numbers, low < high") { Default = "" },
        new(Whole, "[low, high], whole numbers, low <= high") { Default = "" },
        new(Choice, "list of distinct texts or numbers") { Default = "" },
        new(Log, "`true`, `false`") { Meaning = $"uniform in the logarithm; low > 0, no `{Step}`", Default = "`false`" },
        new(Step, $"number > 0 (`{Whole}`: whole)") { Meaning = "only low + k step", Default = $"none; `{Whole}`: 1" },
        new(When, "{OTHER: value or list of values}")
            { Meaning = "the parameter exists only then; OTHER is not a float without step", Default = "always" },
    ];

    public static readonly string[] Names = [.. All.Select(field => field.Name)];
}
