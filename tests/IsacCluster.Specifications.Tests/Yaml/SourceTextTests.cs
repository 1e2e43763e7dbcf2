using System.Text;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Tests.Yaml;

/// <summary>Files that cannot be read as text at all.</summary>
public sealed class SourceTextTests : IDisposable
{
    private const int MebiByte = 1 << 20;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_file() => AssertMessage(_folder["none.yaml"], "none.yaml: the file does not exist.");

    [Fact]
    public void A_file_in_a_missing_folder() => AssertMessage(_folder["no", "x.yaml"], "x.yaml: the file does not exist.");

    [Fact]
    public void A_folder() => AssertMessage(_folder.Path, ": this is a folder; expected a YAML file.");

    [Fact]
    public void No_name() => AssertMessage(" ", "No specification file is named; expected the path of a YAML file.");

    [Fact]
    public void A_name_that_no_file_can_have() => AssertMessage("a\0b", "a\\u0000b: the file cannot be read", exact: false);

    [Fact]
    public void A_huge_file() =>
        AssertMessage(Write(new byte[MebiByte + 1]), "the file is larger than 1 MiB; expected a specification, not data.");

    [Fact]
    public void A_file_that_another_program_holds()
    {
        string path = Write(Encoding.UTF8.GetBytes("kind: campaign\nname: x\n"));
        using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        AssertMessage(path, "the file cannot be read: ", exact: false);
    }

    [Fact]
    public void Not_utf8() =>
        AssertMessage(Write([.. "kind: x\nname: caf"u8, 0xE9, (byte)'\n']), ":2:10: byte 0xe9 is not UTF-8; save the file as UTF-8.");

    [Fact]
    public void Utf16() =>
        AssertMessage(Write([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("kind: x\n")]), ":1:1: the file is UTF-16; expected UTF-8.");

    [Fact]
    public void An_unpaired_surrogate_in_a_text()
    {
        var error = Assert.Throws<SpecificationException>(() => SpecDocument.Load("kind: a\ud800b", "x.yaml"));
        Assert.Equal("x.yaml:1:8: the character U+D800 is not allowed in YAML; expected text.", error.Message);
    }

    private string Write(byte[] bytes)
    {
        string path = _folder["x.yaml"];
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static void AssertMessage(string path, string expected, bool exact = true)
    {
        var error = Assert.Throws<SpecificationException>(() => SourceText.Read(path));
        if (exact) Assert.EndsWith(expected, error.Message, StringComparison.Ordinal);
        else Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }
}
