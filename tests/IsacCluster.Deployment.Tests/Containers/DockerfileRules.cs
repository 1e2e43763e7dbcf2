using System.Text.Json;
using System.Text.RegularExpressions;
using IsacCluster.Deployment.Tests.Files;
using IsacCluster.Deployment.Tests.Silos;

namespace IsacCluster.Deployment.Tests.Containers;

/// <summary>Images: built by the SDK of global.json from files that exist, run as a user without rights, stop and report their
/// health.</summary>
internal static partial class DockerfileRules
{
    private static readonly string[] Known =
        ["ARG", "FROM", "RUN", "COPY", "ENV", "WORKDIR", "USER", "EXPOSE", "VOLUME", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD"];

    public static IEnumerable<string> Problems(DeploymentFiles files) =>
        new[] { ("deploy/Dockerfile", "cpu"), ("deploy/Dockerfile.cuda", "cuda-linux") }
            .SelectMany(item => Problems(files, item.Item1, item.Item2).Select(problem => $"{item.Item1}: {problem}"));

    private static IEnumerable<string> Problems(DeploymentFiles files, string path, string flavor)
    {
        Dockerfile file = Dockerfile.Parse(files[path]);
        return [.. StageProblems(files, file), .. CopyProblems(files, file), .. PublishProblems(files, file, flavor),
            .. ImageProblems(file), .. CommandProblems(file)];
    }

    private static IEnumerable<string> StageProblems(DeploymentFiles files, Dockerfile file)
    {
        if (file.Stages.Count < 2) yield return "the SDK would be in the image";
        using JsonDocument json = JsonDocument.Parse(files["global.json"]);
        string sdk = json.RootElement.GetProperty("sdk").GetProperty("version").GetString()!;
        if (file.Stages[0].Base != $"mcr.microsoft.com/dotnet/sdk:{sdk}")
            yield return $"built by {file.Stages[0].Base}, not by SDK {sdk} of global.json";
        foreach (string name in file.Stages.SelectMany(stage => stage.Instructions).Select(item => item.Name)
            .Where(name => !Known.Contains(name)))
            yield return $"unknown instruction {name}";
        foreach (string image in file.Stages.Select(stage => stage.Base)
            .Where(image => !FixedTag().IsMatch(image))) yield return $"{image} has no fixed tag";
        string runtime = string.Join('.', sdk.Split('.')[..2]);
        if (!file.Stages.Any(stage => stage.Base == $"mcr.microsoft.com/dotnet/aspnet:{runtime}")) yield return $"no runtime {runtime}";
    }

    private static IEnumerable<string> CopyProblems(DeploymentFiles files, Dockerfile file)
    {
        string[] allowed = [.. files[".dockerignore"].Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..])];
        if (!files[".dockerignore"].Split('\n').Contains("*")) yield return ".dockerignore lets everything in";
        foreach (string copy in file.Stages.SelectMany(stage => stage.All("COPY")))
        {
            string[] words = copy.Split(' ');
            string? from = words.FirstOrDefault(word => word.StartsWith("--from=", StringComparison.Ordinal))?["--from=".Length..];
            if (from is not null && !file.Stages.Any(stage => stage.Name == from))
                yield return $"copies from stage {from}, which does not exist";
            if (from is not null) continue;
            foreach (string source in words.Where(word => !word.StartsWith("--", StringComparison.Ordinal)).SkipLast(1))
            {
                if (!files.Has(source)) yield return $"copies {source}, which does not exist";
                else if (!allowed.Contains(source.TrimEnd('/'))) yield return $"copies {source}, which .dockerignore keeps out";
            }
        }
    }

    private static IEnumerable<string> PublishProblems(DeploymentFiles files, Dockerfile file, string flavor)
    {
        string? publish = file.Stages[0].All("RUN")
            .SingleOrDefault(run => run.StartsWith("dotnet publish src/IsacCluster.Cli -c Release ", StringComparison.Ordinal));
        if (publish?.Contains($"-p:TorchFlavor={flavor} ", StringComparison.Ordinal) != true)
            yield return $"does not publish with TorchFlavor {flavor}";
        if (!files["src/IsacCluster.Training/IsacCluster.Training.csproj"].Contains($"'{flavor}'", StringComparison.Ordinal))
            yield return $"the project knows no flavour {flavor}";
        if (flavor.StartsWith("cuda", StringComparison.Ordinal) != file.Image.Base.StartsWith("nvidia/cuda:", StringComparison.Ordinal))
            yield return $"{flavor} on {file.Image.Base}";
    }

    private static IEnumerable<string> ImageProblems(Dockerfile file)
    {
        Stage image = file.Image;
        if (image.Last("USER") is not ("$APP_UID" or "1654")) yield return $"runs as user '{image.Last("USER")}'";
        if (image.Last("STOPSIGNAL") != "SIGTERM") yield return "does not stop by SIGTERM";
        if (image.Last("HEALTHCHECK")?.Contains("CMD [\"/app/healthcheck.sh\", \"8080\"]", StringComparison.Ordinal) != true)
            yield return "no health check on port 8080";
        if (image.Last("EXPOSE") != "11111 30000 8080") yield return $"exposes '{image.Last("EXPOSE")}'";
        foreach (string line in image.All("ENV")
            .Where(line => SiloOptionNames.SecretVariables.Any(secret => line.Contains(secret, StringComparison.Ordinal))))
            yield return $"a secret in the image: {line}";
    }

    private static IEnumerable<string> CommandProblems(Dockerfile file)
    {
        if (file.Image.Exec("ENTRYPOINT") is not ["/app/isac"])
            yield return "does not start /app/isac directly, so that signals do not reach it";
        // Without a command the image explains itself; a silo needs a store, which only the user knows.
        if (file.Image.Exec("CMD") is ["silo", "--help"]) yield break;
        foreach (string problem in SiloArguments.Parse(file.Image.Exec("CMD") ?? []).Problems([])) yield return problem;
    }

    [GeneratedRegex(@":[\w.-]*\d[\w.-]*$")]
    private static partial Regex FixedTag();
}
