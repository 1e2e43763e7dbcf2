using System.CommandLine;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Cli.Commands;

/// <summary>One line that says what is wrong with a command line, and what was probably meant.</summary>
internal static class UsageError
{
    /// <param name="parsed">With errors.</param>
    public static string Describe(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string see = $"See 'isac {(command is RootCommand ? "" : $"{NameOf(command)} ")}--help'.";
        string[] strange = [.. parsed.UnmatchedTokens];
        if (command is RootCommand root)
            return $"{(strange.Length > 0 ? UnknownVerb(strange[0], root) : "A verb is expected.")} See 'isac help'.";
        IEnumerable<string> others = from error in parsed.Errors
                                     where !strange.Any(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal))
                                     select error.Message;
        return string.Join(' ', [.. strange.Select(token => Unknown(token, command)), .. others, see]);
    }

    /// <summary>A first word that is no verb.</summary>
    public static string UnknownVerb(string name, RootCommand root) => name.StartsWith('-')
        ? Unknown(name, root)
        : $"'{name}' is no verb.{Guess(name, root.Subcommands.Select(command => command.Name))}";

    private static string Unknown(string token, Command command) => token.StartsWith('-')
        ? $"'{token}' is no option of isac{(command is RootCommand ? "" : $" {NameOf(command)}")}."
            + Guess(token, command.Options.SelectMany(option => option.Aliases.Append(option.Name)))
        : command.Subcommands.Count > 0
            ? $"'{token}' is not allowed; expected one of {string.Join(", ", command.Subcommands.Select(verb => verb.Name))}."
        : $"'{token}' is not expected here.";

    /// <summary>With the verbs that it is a part of.</summary>
    private static string NameOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault(parent => parent is not RootCommand) is { } parent
            ? $"{NameOf(parent)} {command.Name}"
            : command.Name;

    private static string Guess(string name, IEnumerable<string> known) =>
        NearestName.Of(name, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";
}
