using IsacCluster.Cli.Tests.Running;

namespace IsacCluster.Cli.Tests.Commands;

/// <summary>`isac new algorithm`, and `isac run --check` of what it writes.</summary>
[Collection(CommandLineCollection.Name)]
public sealed class NewAlgorithmTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("python", "/usr/bin/python3", "-c", "import numpy")]
    [InlineData("matlab", "octave-cli", "--no-gui", "--version")]
    public async Task What_it_writes_designs_at_once(string language, string program, params string[] arguments)
    {
        if (await Testing.ProgramRun.EndAsync(_workspace.Folder, program, arguments) is not { ExitCode: 0 })
            Assert.Skip($"{program} is not here, or without what the client of {language} needs.");
        var none = new Dictionary<string, string>();
        IsacOutcome made = await InProcess.RunInAsync(_workspace.Folder, none, ["new", "algorithm", language, "mine"]);
        Assert.Equal((0, ""), (made.ExitCode, made.Error));
        string spec = Path.Combine(_workspace.Folder, "mine", "spec.yaml"), text = await File.ReadAllTextAsync(spec);
        await File.WriteAllTextAsync(spec, text.Replace("[python3", $"[{program}", StringComparison.Ordinal));
        IsacOutcome tried = await InProcess.RunAsync("run", "--check", spec);
        Assert.Equal((0, ""), (tried.ExitCode, tried.Error));
        Assert.Equal(4, tried.Output.Split('\n').Count(line => line.StartsWith("mine ", StringComparison.Ordinal)
            && line.Contains(": mse ", StringComparison.Ordinal)));
        Assert.Equal(2, (await InProcess.RunInAsync(_workspace.Folder, none, ["new", "algorithm", language, "mine"])).ExitCode);
    }

    [Fact]
    public async Task The_project_of_csharp_names_the_assemblies_of_this_program()
    {
        await InProcess.RunInAsync(_workspace.Folder, new Dictionary<string, string>(), ["new", "algorithm", "csharp", "mine"]);
        Assert.Equal(
            ["mine.cs", "mine.csproj", "spec.yaml"],
            Directory.GetFiles(Path.Combine(_workspace.Folder, "mine")).Select(Path.GetFileName).Order());
        Assert.Contains(
            Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory),
            await File.ReadAllTextAsync(Path.Combine(_workspace.Folder, "mine", "mine.csproj")), StringComparison.Ordinal);
    }
}
