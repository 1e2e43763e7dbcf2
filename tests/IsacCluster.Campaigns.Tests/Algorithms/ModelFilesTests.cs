using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Campaigns.Tests.Algorithms;

public sealed class ModelFilesTests
{
    [Fact]
    public void A_file_is_read_once_and_again_after_it_changed()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "a.model");
        File.WriteAllText(path, "one");
        var files = new ModelFiles(file => new FakeModel(NetworkKind.Gnn, File.ReadAllText(file)));
        ILearnedModel first = files.Load(path);
        Assert.Same(first, files.Load(Path.Combine(folder.Path, ".", "a.model")));
        File.WriteAllText(path, "another");
        Assert.Equal("another", files.Load(path).Digest);
        Assert.Equal("one", first.Digest);
    }

    [Fact]
    public void What_cannot_be_read_is_tried_again()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "a.model");
        var files = new ModelFiles(
            file => File.ReadAllText(file) is "good" ? new FakeModel(NetworkKind.Gnn, "d") : throw new InvalidDataException("bad"));
        Assert.Throws<FileNotFoundException>(() => files.Load(path));
        Assert.Contains("folder", Assert.Throws<IOException>(() => files.Load(folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllText(path, "evil");
        Assert.Throws<InvalidDataException>(() => files.Load(path));
        File.WriteAllText(path, "good");
        Assert.Equal("d", files.Load(path).Digest);
    }
}
