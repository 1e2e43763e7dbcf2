using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using IsacCluster.Cli.Output;
using IsacCluster.Jobs;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac new algorithm python|matlab|csharp NAME`: a folder with an algorithm that works and its campaign.</summary>
internal static partial class NewCommand
{
    private const string NameWord = "NAME", FolderWord = "FOLDER", TextEnding = ".txt";

    /// <summary>The files of each language beside its template: where they lie among the resources, and their names.</summary>
    private static readonly Dictionary<string, string[]> Clients = new()
    {
        ["python"] = ["isac_algorithm.py"],
        ["matlab"] = ["isac_algorithm.m"],
        ["csharp"] = [],
    };

    public static Command Create()
    {
        var language = new Argument<string>("LANGUAGE")
        {
            Description = $"One of {string.Join(", ", Clients.Keys)}; matlab is for Octave.",
        };
        language.AcceptOnlyFromAmong([.. Clients.Keys]);
        var name = new Argument<string>("NAME") { Description = "Of the algorithm and of the folder that is made for it." };
        var algorithm = new Verb("algorithm", "Write a folder with an algorithm that works, to be replaced by yours, and a campaign.")
        {
            language, name,
        };
        algorithm.SetAction(parsed =>
        {
            Write(parsed.GetValue(language)!, parsed.GetValue(name)!);
            return ExitCode.Done;
        });
        return new Command("new", "Write the beginnings of an algorithm of one's own.") { algorithm };
    }

    private static void Write(string language, string name)
    {
        if (!NamePattern.IsMatch(name))
            throw new SpecificationException($"NAME: '{name}' is not allowed; expected 1 to 40 letters, digits and '_', a letter first.");
        string folder = Path.GetFullPath(name);
        if (Path.Exists(folder)) throw new SpecificationException($"NAME: {folder} exists; expected a new folder.");
        Directory.CreateDirectory(folder);
        string start = $"template/{language}/";
        foreach (string resource in typeof(NewCommand).Assembly.GetManifestResourceNames().Where(IsOf))
        {
            string file = resource[start.Length..].Replace(NameWord, name, StringComparison.Ordinal);
            if (file.EndsWith(TextEnding, StringComparison.Ordinal)) file = file[..^TextEnding.Length];
            string text = Read(resource).Replace(NameWord, name, StringComparison.Ordinal)
                .Replace(FolderWord, Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory), StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(folder, file), text);
        }

        foreach (string client in Clients[language]) File.WriteAllText(Path.Combine(folder, client), Read($"client/{client}"));
        string build = language == "csharp" ? " && dotnet build -o bin" : "";
        Console.WriteLine($"{folder}: try it with 'cd {name}{build} && isac run --check spec.yaml'");

        bool IsOf(string resource) => resource.StartsWith(start, StringComparison.Ordinal);
    }

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(NewCommand).Assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern { get; }
}
