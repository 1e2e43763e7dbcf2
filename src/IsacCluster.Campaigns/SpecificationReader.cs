using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Jobs;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns;

/// <summary>
/// Reads specification files (docs/specification.md): YAML in, a checked <see cref="JobSpecification"/> out. Every
/// error is one <see cref="SpecificationException"/> of one line:
/// <c>campaigns/x.yaml:7:12: scenario.noise: '-1' is not allowed; expected a number &gt; 0.</c> Immutable and thread-safe.
/// </summary>
/// <param name="loadModel">Loads a model file by its path; default <see cref="ModelFiles.OfProcess"/>.</param>
/// <param name="mayLackFiles">
/// Whether a specification is read although files of algorithms are missing: whoever coordinates a job need not be able to run it.
/// </param>
public sealed class SpecificationReader(Func<string, ILearnedModel>? loadModel = null, bool mayLackFiles = false)
{
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
        return JobKinds.Catalog.Get(KindField.Of(root, JobKinds.Catalog.Names))
            .Read(new SpecificationSource(root, path, AlgorithmCatalog.Entries.All, _loadModel)
            {
                MayLackFiles = mayLackFiles,
            });
    }
}
