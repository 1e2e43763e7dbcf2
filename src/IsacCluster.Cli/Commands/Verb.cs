using System.CommandLine;

namespace IsacCluster.Cli.Commands;

/// <summary>A verb of `isac`.</summary>
/// <param name="whenInterrupted">What is true once the user has interrupted it.</param>
internal sealed class Verb(string name, string description, string whenInterrupted = "interrupted; nothing was changed.")
    : Command(name, description)
{
    public string WhenInterrupted => whenInterrupted;
}
