using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Hosting;
using IsacCluster.Silo.Jobs;
using IsacCluster.Silo.Live;

namespace IsacCluster.Cli.Execution;

/// <summary>Serves the live page and says on stderr where.</summary>
internal static class PageLink
{
    /// <param name="port">0: a free one.</param>
    /// <param name="client">Null until there is one.</param>
    /// <param name="data">The folder that relative output folders lie in.</param>
    /// <param name="kind">run, cluster or data-folder.</param>
    /// <param name="reach">Options with which `isac` finds the jobs again.</param>
    public static async Task<LivePage> OpenAsync(
        int port, Func<IJobClient?> client, string data, string kind, string reach, LiveLog? log = null)
    {
        var source = new LiveSource
        {
            Client = client,
            Jobs = new SpecificationJobFactory(TimeProvider.System, Path.GetFullPath(data), mayLackFiles: true),
            Kind = kind,
            Reach = reach,
            MayExtend = kind == "cluster",
            Log = log,
        };
        bool takesOrders = kind != "data-folder";
        LivePage page = await LivePage.StartAsync(
            source, port, takesOrders, TimeProvider.System, takesOrders ? SecretVariable.Read(SecretVariable.SubmitToken) : null)
            .ConfigureAwait(false);
        await Console.Error.WriteLineAsync($"isac: live page: {page.Link}").ConfigureAwait(false);
        return page;
    }
}
