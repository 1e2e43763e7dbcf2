using IsacCluster.Deployment.Tests.Files;

namespace IsacCluster.Deployment.Tests.Kubernetes;

/// <summary>The command line of Kubernetes, whose kustomize needs no cluster.</summary>
internal static class Kubectl
{
    /// <summary>What `kubectl kustomize` prints for a folder of the repository; null where there is no kubectl.</summary>
    /// <exception cref="InvalidOperationException">kustomize refuses the folder.</exception>
    public static async Task<string?> RenderAsync(string folder) =>
        await ProgramRun.EndAsync(DeploymentFiles.Root, "kubectl", "kustomize", folder) switch
        {
            null => null,
            { ExitCode: 0 } run => run.Output,
            { } run => throw new InvalidOperationException(run.Error),
        };
}
