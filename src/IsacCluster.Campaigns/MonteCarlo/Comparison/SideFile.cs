using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.MonteCarlo.Comparison;

/// <summary>The results of one side of a comparison, and its rows where it has some.</summary>
/// <param name="Source">As the user named it.</param>
/// <param name="RowsFile">rows.csv beside the results; null without.</param>
public sealed record SideFile(string Source, CampaignResults Results, string? RowsFile)
{
    private const string File = "results.json", Rows = "rows.csv";

    /// <summary>Reads a folder that holds results.json, or such a file.</summary>
    /// <param name="argument">Its name in messages.</param>
    /// <exception cref="SpecificationException">There is none, or it is not of a campaign.</exception>
    public static SideFile Read(string argument, string path, string? source = null)
    {
        bool isFolder = Directory.Exists(path);
        string file = isFolder ? Path.Combine(path, File) : path;
        if (isFolder && !System.IO.File.Exists(file))
            throw new SpecificationException($"{argument}: folder '{path}' has no {File}; expected the report of a campaign.");
        CampaignResults results;
        try
        {
            results = ResultsJson.Read(System.IO.File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpecificationException($"{argument}: '{file}' cannot be read: {e.Message}", e);
        }
        catch (InvalidDataException e)
        {
            throw new SpecificationException($"{argument}: '{file}': {e.Message} Campaigns can be compared.", e);
        }

        string rows = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, Rows);
        return new SideFile(source ?? path, results, System.IO.File.Exists(rows) ? rows : null);
    }
}
