using System.Text.Json;
using System.Text.RegularExpressions;

namespace IsacCluster.Deployment.Tests.Containers;

/// <summary>The instructions of a Dockerfile by build stage, with line continuations joined and ARGs of the head put in.</summary>
internal sealed partial class Dockerfile
{
    /// <summary>What is built, in order; the last one is the image.</summary>
    public List<Stage> Stages { get; } = [];

    public Stage Image => Stages[^1];

    public static Dockerfile Parse(string text)
    {
        Dockerfile file = new();
        Dictionary<string, string> arguments = new(StringComparer.Ordinal);
        string joined = Continuation().Replace(text, " ");
        foreach (string line in joined.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            string[] parts = line.Split(' ', 2);
            (string name, string value) = (parts[0], parts.ElementAtOrDefault(1)?.Trim() ?? "");
            if (name == "FROM") file.Stages.Add(Stage.From(Argument().Replace(value,
                match => arguments.GetValueOrDefault(match.Groups[1].Value, match.Value))));
            else if (file.Stages.Count > 0) file.Image.Instructions.Add((name, value));
            else if (name == "ARG" && value.Split('=') is [string key, string preset]) arguments[key] = preset;
            else throw new FormatException($"'{line}' stands before FROM.");
        }

        return file;
    }

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Argument();
}

internal sealed record Stage(string Base, string Name, List<(string Name, string Value)> Instructions)
{
    public static Stage From(string value) => value.Split(' ') switch
    {
        [string image, "AS", string name] => new(image, name, []),
        [string image] => new(image, "", []),
        _ => throw new FormatException($"FROM {value}"),
    };

    public IEnumerable<string> All(string instruction) => Instructions.Where(item => item.Name == instruction).Select(item => item.Value);

    public string? Last(string instruction) => All(instruction).LastOrDefault();

    /// <summary>An instruction in its exec form, a JSON list; null if it is missing or a shell line.</summary>
    public string[]? Exec(string instruction) =>
        Last(instruction) is string value && value.StartsWith('[') ? JsonSerializer.Deserialize<string[]>(value) : null;
}
