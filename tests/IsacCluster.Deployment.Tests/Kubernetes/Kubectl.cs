using System.ComponentModel;
using System.Diagnostics;
using IsacCluster.Deployment.Tests.Files;

namespace IsacCluster.Deployment.Tests.Kubernetes;

/// <summary>The command line of Kubernetes, whose kustomize needs no cluster.</summary>
internal static class Kubectl
{
    /// <summary>What `kubectl kustomize` prints for a folder of the repository; null where there is no kubectl.</summary>
    /// <exception cref="InvalidOperationException">kustomize refuses the folder.</exception>
    public static string? Render(string folder)
    {
        ProcessStartInfo start = new("kubectl", ["kustomize", folder])
        {
            WorkingDirectory = DeploymentFiles.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : throw new InvalidOperationException(error.GetAwaiter().GetResult());
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
