using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Datasets;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.Solving;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Jobs;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns;

/// <summary>
/// Reads specification files (docs/specification.md): YAML in, a checked <see cref="JobSpecification"/> out. Every
/// error is one <see cref="SpecificationException"/> of one line:
/// <c>campaigns/x.yaml:7:12: scenario.noise: '-1' is not allowed; expected a number &gt; 0.</c> Immutable and thread-safe.
/// </summary>
/// <param name="algorithms">Names that the algorithms field of a campaign may list, such as radar, sdr, zf, gnn-ip.</param>
/// <param name="loadModel">Loads a model file by its path; default <see cref="ModelFiles.OfProcess"/>.</param>
public sealed class SpecificationReader(IEnumerable<string> algorithms, Func<string, ILearnedModel>? loadModel = null)
{
    private static readonly string[] Kinds =
    [
        CampaignSpecification.KindName, DatasetSpecification.KindName, SolveSpecification.KindName, TrainingSpecification.KindName,
        StudySpecification.KindName,
    ];

    private readonly string[] _algorithms = [.. algorithms];
    private readonly Func<string, ILearnedModel> _loadModel = loadModel ?? ModelFiles.OfProcess.Load;

    /// <summary>Reads a file of at most 1 MiB of UTF-8.</summary>
    /// <exception cref="SpecificationException">The file cannot be read or its content is not a valid specification.</exception>
    public JobSpecification Read(string path) => Parse(Load(path), path);

    /// <summary>The text of a file of at most 1 MiB of UTF-8, for <see cref="Parse(string, string)"/>.</summary>
    /// <exception cref="SpecificationException">The file cannot be read.</exception>
    public static string Load(string path) => SourceText.Read(path);

    /// <summary>Parses the bytes of a file; the path is for messages.</summary>
    /// <exception cref="SpecificationException">The content is not a valid specification.</exception>
    public JobSpecification Parse(ReadOnlySpan<byte> utf8, string path) => Parse(SourceText.Decode(utf8, path), path);

    /// <summary>Parses a text; the path is for messages.</summary>
    /// <exception cref="SpecificationException">The content is not a valid specification.</exception>
    public JobSpecification Parse(string yaml, string path)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        ArgumentNullException.ThrowIfNull(path);
        var root = new Field(SpecDocument.Load(yaml, path), "");
        var common = new SpecificationSource(root, path, _algorithms, _loadModel);
        return KindField.Of(root, Kinds) switch
        {
            CampaignSpecification.KindName => CampaignReader.Read(common),
            DatasetSpecification.KindName => DatasetReader.Read(common),
            TrainingSpecification.KindName => TrainingReader.Read(common),
            StudySpecification.KindName => StudyReader.Read(common),
            _ => SolveReader.Read(common),
        };
    }
}
