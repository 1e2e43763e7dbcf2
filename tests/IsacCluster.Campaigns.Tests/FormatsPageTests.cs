using System.Globalization;
using System.Text.RegularExpressions;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Datasets;
using IsacCluster.Campaigns.Solving;
using IsacCluster.Campaigns.Solving.Cases;
using IsacCluster.Campaigns.Tests.Datasets;
using IsacCluster.Jobs;
using IsacCluster.Networks.Models;
using PureHDF;
using PureHDF.VOL.Native;

namespace IsacCluster.Campaigns.Tests;

/// <summary>docs/formats.md says what the files hold.</summary>
public sealed partial class FormatsPageTests : IDisposable
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "formats.md"));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_shard_has_the_datasets_of_the_page_with_its_dimensions_and_the_attributes()
    {
        DatasetManifest manifest = SampleDatasets.Generate(_folder["data"]);
        using NativeFile shard = H5File.OpenRead(Path.Combine(_folder["data"], manifest.Shards[0].File));
        CheckDatasets(shard, "dataset of a shard");
        Assert.Equal(Rows("attribute of the root").Select(row => row[0]).Order(), shard.Attributes().Select(each => each.Name).Order());
    }

    [Fact]
    public void Designs_have_the_datasets_of_the_page_with_its_dimensions()
    {
        SampleDatasets.Generate(_folder["data"]);
        var job = new SolveJob(new SolveSettings("base", _folder["data"], ["zf-pinv"]), new SteppedTime());
        job.Prepare();
        DesignsManifest designs = job.Finish(SampleDatasets.RunInTasksOf(job, job.Dataset.Shards.Count, 1));
        using NativeFile shard = H5File.OpenRead(Path.Combine(designs.Folder, designs.Algorithms[0].Shards[0].File));
        CheckDatasets(shard, "dataset of the designs");
    }

    /// <summary>Without a field of the table the reader asks for it by name; of the two optional ones, for that which is left.</summary>
    [Fact]
    public void The_example_case_is_read_and_each_required_field_of_the_table_is_required()
    {
        string example = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "examples", "case.json"));
        string path = _folder["case.json"];
        File.WriteAllText(path, example);
        SolveCase only = Assert.Single(CaseFile.Open(path).Read());
        Assert.NotNull(only.RawDesign);
        foreach (string[] row in Rows("field of a case"))
        {
            Assert.Contains($"\"{row[0]}\"", example, StringComparison.Ordinal);
            File.WriteAllText(path, example.Replace($"\"{row[0]}\"", "\"other\"", StringComparison.Ordinal));
            var refusal = Assert.Throws<SpecificationException>(() => CaseFile.Open(path));
            Assert.Contains(row[0], refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_table_of_solutions_names_every_field_and_status_that_is_written()
    {
        string path = _folder["case.json"];
        File.Copy(Path.Combine(AppContext.BaseDirectory, "docs", "examples", "case.json"), path);
        using var stream = new MemoryStream();
        var solver = new CaseSolver(StandardCaseSolvers.Create(), new SteppedTime());
        using (var writer = new SolutionsWriter(stream))
        {
            foreach (CaseSolution solution in solver.Solve(CaseFile.Open(path).Read(), CaseProblems.All, repeat: 1)) writer.Write(solution);
        }

        string text = System.Text.Encoding.UTF8.GetString(stream.ToArray());
        string[] names = [.. JsonName().Matches(text).Select(match => match.Groups[1].Value).Distinct()];
        Assert.Contains("c_real_imag", names);
        foreach (string name in names.Except(["schema"])) Assert.Contains($"`{name}`", Page, StringComparison.Ordinal);
        foreach (string status in SolveStatusNames.All) Assert.Contains($"`{status}`", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_committed_model_has_the_metadata_of_the_page()
    {
        string models = Path.Combine(AppContext.BaseDirectory, "models");
        string model = Directory.GetFiles(models, "*.safetensors", SearchOption.AllDirectories)[0];
        Assert.Equal(
            Rows("metadata").Select(row => row[0]).Order(),
            SafetensorsFile.Parse(File.ReadAllBytes(model)).Metadata.Keys.Order());
    }

    private static void CheckDatasets(NativeFile shard, string table)
    {
        var sizes = new Dictionary<string, ulong> { ["samples"] = 5, ["L"] = 2, ["M"] = 4, ["K"] = 2 };
        List<string[]> rows = Rows(table);
        Assert.Equal(rows.Select(row => row[0]).Order(), shard.Children().Select(each => each.Name).Order());
        foreach (string[] row in rows)
            Assert.Equal(row[1].Split(" x ").Select(size => sizes[size]), shard.Dataset(row[0]).Space.Dimensions);
    }

    /// <summary>The rows of the table whose first column has this heading: name, second cell, whole line.</summary>
    private static List<string[]> Rows(string heading)
    {
        string table = Page.Split(string.Create(CultureInfo.InvariantCulture, $"| {heading} |"))[1].Split("\n\n")[0];
        return
        [
            .. table.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
                .Select(line => new[] { FieldName().Match(line).Groups[1].Value, line.Split('|')[2].Trim(), line }),
        ];
    }

    [GeneratedRegex("`([A-Za-z_0-9]+)`")]
    private static partial Regex FieldName();

    [GeneratedRegex("\"([a-z_0-9]+)\":")]
    private static partial Regex JsonName();
}
