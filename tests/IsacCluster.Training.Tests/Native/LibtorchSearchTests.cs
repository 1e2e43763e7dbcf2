using IsacCluster.Training.Native;

namespace IsacCluster.Training.Tests.Native;

/// <summary>Where libtorch is looked for, over folders of empty files.</summary>
public sealed class LibtorchSearchTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("isac-libtorch-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void The_folder_of_the_application_comes_first()
    {
        string application = Libtorch("app"), below = Libtorch("app", LibtorchFolder.RuntimeFolder()), named = Libtorch("named");
        Assert.Equal(new LibtorchSearch(new LibtorchFolder(application), true, null), LibtorchSearch.In(application, named));
        File.Delete(Path.Combine(application, LibtorchFolder.MainLibrary));
        Assert.Equal(new LibtorchSearch(new LibtorchFolder(below), true, null), LibtorchSearch.In(application, named));
        File.Delete(Path.Combine(below, LibtorchFolder.MainLibrary));
        Assert.Equal(new LibtorchSearch(new LibtorchFolder(named), false, null), LibtorchSearch.In(application, named));
    }

    [Fact]
    public void A_libtorch_may_be_named_by_its_root()
    {
        string lib = Libtorch("libtorch", "lib");
        Assert.Equal(new LibtorchFolder(lib), LibtorchSearch.In(_root, Path.Combine(_root, "libtorch")).Folder);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_any_one_line_says_where_it_looked_and_what_to_do(string? named)
    {
        LibtorchSearch search = LibtorchSearch.In(_root, named);
        Assert.Null(search.Folder);
        string looked = $"'{_root}' holds no {LibtorchFolder.MainLibrary} and ISAC_LIBTORCH is not set";
        Assert.Contains(looked, search.Problem, StringComparison.Ordinal);
        Assert.Contains("lib folder of an installed PyTorch 2.10", search.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', search.Problem!);
    }

    [Fact]
    public void A_variable_that_names_no_libtorch_is_refused_by_name()
    {
        string wrong = Path.Combine(_root, "wrong"), refusal = $"ISAC_LIBTORCH: neither '{wrong}' nor its folder lib holds";
        Assert.StartsWith(refusal, LibtorchSearch.In(_root, wrong).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_nothing_is_no_libtorch()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_root, "links")).FullName;
        File.CreateSymbolicLink(Path.Combine(folder, LibtorchFolder.MainLibrary), Path.Combine(_root, "gone"));
        Assert.Null(LibtorchSearch.In(folder, null).Folder);
    }

    [Theory]
    [InlineData("build-version", "2.10.0+cpu\n", true)]
    [InlineData("build-version", "2.1.0+cpu\n", false)]
    [InlineData("version.py", "__version__ = '2.10.1+cu128'\ndebug = False\n", true)]
    [InlineData("version.py", "__version__ = '1.13.0'\n", false)]
    [InlineData("version.py", "nothing", true)]
    public void Another_version_is_refused_where_the_version_is_known(string file, string text, bool fits)
    {
        string lib = Libtorch("torch", "lib");
        File.WriteAllText(Path.Combine(_root, "torch", file), text);
        LibtorchSearch search = LibtorchSearch.In(_root, lib + Path.DirectorySeparatorChar);
        Assert.Equal(fits, search.Folder is not null);
        if (!fits) Assert.Contains("expected the folder of a libtorch 2.10", search.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_needed_version_is_that_of_the_package()
    {
        string folder = AppContext.BaseDirectory, versions = "Directory.Packages.props";
        while (!File.Exists(Path.Combine(folder, versions))) folder = Path.GetDirectoryName(folder)!;
        string pinned = $"\"libtorch-cpu-linux-x64\" Version=\"{LibtorchFolder.NeededVersion}.";
        Assert.Contains(pinned, File.ReadAllText(Path.Combine(folder, versions)), StringComparison.Ordinal);
    }

    [Fact]
    public void Libraries_are_loaded_after_those_that_they_need()
    {
        string folder = Libtorch("cuda");
        foreach (string name in new[] { "torch", "torch_cuda", "c10_cuda", "c10", "torch_python" })
            File.WriteAllText(Path.Combine(folder, FileOf(name)), "");
        IEnumerable<string> expected = new[] { "c10", "c10_cuda", "torch_cpu", "torch_cuda", "torch" }.Select(FileOf);
        Assert.Equal(expected, new LibtorchFolder(folder).Libraries.Select(Path.GetFileName));
        Assert.True(new LibtorchFolder(folder).HasCuda);
        Assert.False(new LibtorchFolder(Libtorch("cpu")).HasCuda);

        static string FileOf(string library) => LibtorchFolder.MainLibrary.Replace("torch_cpu", library, StringComparison.Ordinal);
    }

    private string Libtorch(params string[] folder)
    {
        string path = Directory.CreateDirectory(Path.Combine([_root, .. folder])).FullName;
        File.WriteAllText(Path.Combine(path, LibtorchFolder.MainLibrary), "");
        return path;
    }
}
