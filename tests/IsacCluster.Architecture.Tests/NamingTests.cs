using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace IsacCluster.Architecture.Tests;

public sealed class NamingTests
{
    private static readonly string[] ForbiddenEndings = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities"];

    private static readonly string[] ForbiddenFolders = ["Application", "Infrastructure", "Domain", "Common", "Misc"];

    /// <summary>Projects that have a tracing source and a meter, since they do timed work of their own.</summary>
    public static TheoryData<string> Measured => ["Training", "Jobs", "Cluster"];

    [Fact]
    public void No_type_is_named_after_nothing()
    {
        IEnumerable<string> types = Repository.Sources.SelectMany(project => project.Load().GetTypes())
            .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
            .Where(type => type.Namespace?.StartsWith("IsacCluster", StringComparison.Ordinal) == true)
            .Select(type => type.Name.Split('`')[0]);
        Assert.DoesNotContain(types, IsForbidden);
    }

    [Fact]
    public void No_file_is_named_after_nothing()
    {
        IEnumerable<string> files = Repository.Sources.Concat(Repository.Tests).SelectMany(project => project.SourceFiles);
        Assert.DoesNotContain(files.Select(file => Path.GetFileName(file).Split('.')[0]), IsForbidden);
    }

    [Fact]
    public void Folders_are_features_not_layers()
    {
        IEnumerable<string> folders = Repository.Sources.SelectMany(project => project.SourceFiles)
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file))!);
        Assert.Empty(folders.Intersect(ForbiddenFolders));
    }

    [Theory]
    [MemberData(nameof(Measured))]
    public void Source_and_meter_are_named_as_their_project(string name)
    {
        Assembly assembly = Repository.Sources.Single(project => project.ShortName == name).Load();
        Type telemetry = assembly.GetType($"IsacCluster.{name}.{name}Telemetry", throwOnError: true)!;
        var source = (ActivitySource)telemetry.GetField("Source")!.GetValue(null)!;
        var meter = (Meter)telemetry.GetField("Meter")!.GetValue(null)!;
        Assert.Equal((assembly.GetName().Name, assembly.GetName().Name), (source.Name, meter.Name));
    }

    [Fact]
    public void Every_source_and_meter_emits_something()
    {
        string[] code = [.. Repository.Sources.SelectMany(project => project.SourceFiles).Select(File.ReadAllText)];
        foreach (Type telemetry in Repository.Sources.SelectMany(project => project.Load().GetTypes())
            .Where(type => type.Name.EndsWith("Telemetry", StringComparison.Ordinal) && type.GetField("Source") is not null))
        {
            Assert.Contains(telemetry.Namespace!["IsacCluster.".Length..], Measured.Select(row => row.Data));
            Assert.Contains(code, text => text.Contains($"{telemetry.Name}.Source.StartActivity", StringComparison.Ordinal));
        }
    }

    private static bool IsForbidden(string name) => ForbiddenEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));
}
