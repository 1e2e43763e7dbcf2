using System.Text.RegularExpressions;

namespace IsacCluster.Architecture.Tests.Folders;

/// <summary>The folders of a project are its namespaces, and they can be read one after the other: none uses one that uses it.</summary>
public sealed partial class FolderTests
{
    /// <summary>A file of statements, which have no namespace.</summary>
    private const string EntryPoint = "src/IsacCluster.Cli/Program.cs";

    public static TheoryData<string> Projects => [.. Repository.Sources.Select(project => project.ShortName)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folders_of_a_project_form_a_circle(string name)
    {
        Project project = Repository.Sources.Single(project => project.ShortName == name);
        string circles = FolderCircles.Describe(FolderCircles.Among(FolderUses.Read(project.AssemblyFile, project.Name)));
        Assert.True(circles.Length == 0, circles);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_file_lies_in_the_folder_that_its_namespace_says(string name)
    {
        IEnumerable<string> files = Repository.Sources.Single(project => project.ShortName == name).SourceFiles
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')).Where(file => file != EntryPoint);
        Assert.All(files, file => Assert.Equal(
            [Path.GetDirectoryName(file["src/".Length..])!.Replace('\\', '.').Replace('/', '.')],
            Namespace().Matches(Repository.ReadText(file)).Select(match => match.Groups[1].Value)));
    }

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
