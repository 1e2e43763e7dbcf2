using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Training.Settings;

namespace IsacCluster.Campaigns.Tests.Studies;

/// <summary>The files that the project ships in studies/.</summary>
public sealed class StudyFilesTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "studies");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.yaml").Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_is_valid_and_begins_with_a_comment_for_newcomers(string file)
    {
        StudySpecification read = Read(file);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), read.Name);
        Assert.StartsWith("# ", File.ReadAllText(Path.Combine(Folder, file)), StringComparison.Ordinal);
    }

    /// <summary>The committed result is found by this id, and compared by the paper preset's own loss.</summary>
    [Fact]
    public void The_study_of_the_graph_network_compares_by_the_loss_of_the_paper_preset()
    {
        StudySpecification read = Read("gnn.yaml");
        Assert.Equal("gnn-b9fbc3138ac6", read.JobId);
        TrainingSettings training = Assert.IsType<TrainingObjectiveSpecification>(read.Objective).Base.Settings;
        Assert.Equal(new LossSettings(Penalty.LogRatio, 1, 1.12), training.ValidationLoss);
        Assert.Equal(80, training.Epochs);
    }

    private static StudySpecification Read(string file) => (StudySpecification)SampleSpecifications.Reader.Read(Path.Combine(Folder, file));
}
