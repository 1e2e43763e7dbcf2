using System.CommandLine;
using System.Net;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Client;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Hosting;
using IsacCluster.Silo.Jobs;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac ui`: the live page of a data folder or a cluster, until it is interrupted.</summary>
internal static class UiCommand
{
    private const int UsualPort = 5080;

    public static Command Create()
    {
        Option<string> data = PathOption.FolderOr(
            CommonOptions.UsualData, "--data",
            "Data folder, also while another process runs its jobs; with --cluster or --store the folder that its silos share.");
        Option<int> port = Port($"Port on loopback (default: {UsualPort}); 0: a free one.", UsualPort);
        var cluster = new ClusterOptions();
        var command = new Verb("ui", "Serve the live page of a data folder or of a cluster on this machine until interrupted.")
        {
            data, port,
        };
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string folder = parsed.GetValue(data)!;
            int at = parsed.GetValue(port);
            if (cluster.IsNamed(parsed))
                return await cluster.UseAsync(
                    parsed, folder, client => ServeAsync(at, client, folder, "cluster", cluster.Reach(parsed), cancellation), cancellation)
                    .ConfigureAwait(false);
            JobSource.Check(folder);
            var stored = new StoredJobClient(
                folder, new SpecificationJobFactory(TimeProvider.System, mayLackFiles: true), TimeProvider.System);
            return await ServeAsync(at, stored, folder, "data-folder", $"--data {ShellWord.Of(Path.GetFullPath(folder))}", cancellation)
                .ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>--http of a process of this machine.</summary>
    public static Option<int> Port(string description, int usual) =>
        NumberOption.Of("--http", description, 0, IPEndPoint.MaxPort, usual, "PORT");

    private static async Task<int> ServeAsync(
        int port, IJobClient client, string data, string kind, string reach, CancellationToken stop)
    {
        LivePage page = await PageLink.OpenAsync(port, () => client, data, kind, reach).ConfigureAwait(false);
        await using (page.ConfigureAwait(false))
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCode.Done;
    }
}
