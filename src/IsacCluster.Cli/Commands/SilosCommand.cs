using System.CommandLine;
using IsacCluster.Cli.Output;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac silos`: who works in a cluster, and what happened lately.</summary>
internal static class SilosCommand
{
    public static Command Create()
    {
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("silos", "Show the silos of a cluster, their slots and when they were last seen, and what happened lately.")
        {
            json,
        };
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.SetAction((parsed, cancellation) => cluster.UseAsync(
            parsed, CommonOptions.UsualData,
            async client =>
            {
                ClusterViewText.Show(await client.GetClusterAsync(cancellation).ConfigureAwait(false), parsed.GetValue(json));
                return ExitCode.Done;
            },
            cancellation));
        return command;
    }
}
