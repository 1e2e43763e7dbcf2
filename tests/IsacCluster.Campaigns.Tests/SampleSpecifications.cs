using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.Tests.Algorithms;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.Tests;

/// <summary>Specification texts of the tests and the reader that they share.</summary>
internal static class SampleSpecifications
{
    public const string SpecPath = "campaigns/x.yaml";

    /// <summary>Model files are those of <see cref="FakeModel.Load"/>.</summary>
    public static readonly SpecificationReader Reader = new(FakeModel.Load);

    /// <summary>A campaign with all required fields, and the given lines after them.</summary>
    public static string Campaign(string lines = "") => $"kind: campaign\nname: x\nalgorithms: [sdr]\nsamples: 1000\n{lines}";

    public static string Dataset(string lines = "") => $"kind: dataset\nname: x\nsamples: 1000\n{lines}";

    public static string Solve(string lines = "") => $"kind: solve\nname: x\n{lines}";

    public static string TrainingText(string lines = "") => $"kind: training\nname: x\n{lines}";

    public static TrainingSpecification ParseTraining(string lines = "") => Parse<TrainingSpecification>(TrainingText(lines));

    public static CampaignSpecification ParseCampaign(string lines = "") => (CampaignSpecification)Reader.Parse(Campaign(lines), SpecPath);

    public static T Parse<T>(string yaml) where T : JobSpecification => Assert.IsType<T>(Reader.Parse(yaml, SpecPath));
}
