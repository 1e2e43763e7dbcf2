using System.CommandLine;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac help [VERB]`: what --help shows.</summary>
internal static class HelpCommand
{
    public static Command Create(RootCommand root)
    {
        Argument<string?> verb = PathOption.OptionalInput("VERB", "The verb to explain (default: all of them).");
        verb.HelpName = "VERB"; // else every name that completes it stands in the list of verbs
        verb.Validators.Add(result =>
        {
            foreach (string name in result.Tokens.Select(token => token.Value))
                if (root.Subcommands.All(command => command.Name != name)) result.AddError(UsageError.UnknownVerb(name, root));
        });
        verb.CompletionSources.Add(_ => root.Subcommands.Select(
            command => new System.CommandLine.Completions.CompletionItem(command.Name)));
        var command = new Verb("help", "Explain isac, or one of its verbs.") { verb };
        command.SetAction((parsed, cancellation) =>
        {
            string[] args = parsed.GetValue(verb) is { } name ? [name, "--help"] : ["--help"];
            return root.Parse(args).InvokeAsync(parsed.InvocationConfiguration, cancellation);
        });
        return command;
    }
}
