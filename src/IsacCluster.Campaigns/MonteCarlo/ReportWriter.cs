using IsacCluster.Campaigns.MonteCarlo.Figures;
using IsacCluster.Campaigns.MonteCarlo.Html;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Files;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>
/// Writes the report of a campaign: results.json, results.csv, report.html (self-contained), and figures/*.svg and *.png.
/// Equal results give equal bytes: nothing here reads a clock. Every file appears whole or not at all.
/// </summary>
public static class ReportWriter
{
    private const string FigureFolder = "figures";

    /// <summary>Writes the report into a folder, which is created; files of an earlier report are replaced.</summary>
    /// <returns>Paths of the files written, results.json first.</returns>
    /// <exception cref="IOException">A file could not be written; the message names it.</exception>
    public static IReadOnlyList<string> Write(CampaignResults results, string folder) =>
        WriteWith(results, folder, (path, write) => AtomicFile.Write(path, write), atOnce: true);

    /// <summary>As <see cref="Write(CampaignResults, string)"/>, with the writing of one file (path, content) left to the caller.</summary>
    public static IReadOnlyList<string> Write(CampaignResults results, string folder, Action<string, byte[]> writeFile)
    {
        ArgumentNullException.ThrowIfNull(writeFile);
        return WriteWith(results, folder, (path, write) =>
        {
            using var content = new MemoryStream();
            write(content);
            writeFile(path, content.ToArray());
        }, atOnce: false);
    }

    /// <param name="writeFile">Writes one file: its path, and what writes its content to a stream.</param>
    /// <param name="atOnce">Whether it may be asked for several figures at once, each of which waits for the disk.</param>
    private static List<string> WriteWith(
        CampaignResults results, string folder, Action<string, Action<Stream>> writeFile, bool atOnce)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var written = new List<string>();
        void Put(string name, Action<Stream> write)
        {
            string path = Path.Combine(folder, name);
            Guarded(path, () => writeFile(path, write));
            written.Add(path);
        }

        string figureFolder = Path.Combine(folder, FigureFolder);
        Guarded(figureFolder, () => Directory.CreateDirectory(figureFolder));
        // The numbers first: they are safe whatever happens to the pictures.
        Put("results.json", stream => ResultsJson.Write(stream, results));
        Put("results.csv", stream => ResultsCsv.Write(stream, results));
        var figures = ReportFigures.Draw(results);
        List<(string Path, byte[] Content)> files =
        [
            .. figures.All.SelectMany(figure => new[] { (figure.Figure.Id + ".svg", figure.Svg), (figure.Figure.Id + ".png", figure.Png) })
                .Select(file => (Path.Combine(figureFolder, file.Item1), file.Item2)),
        ];
        if (atOnce) AtOnce.Each(files, Draw);
        else files.ForEach(Draw);
        written.AddRange(files.Select(file => file.Path));
        Put("report.html", stream => CampaignPage.Write(stream, results, figures));
        return written;

        void Draw((string Path, byte[] Content) file) =>
            Guarded(file.Path, () => writeFile(file.Path, stream => stream.Write(file.Content)));
    }

    private static void Guarded(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new IOException($"The report could not be written: {path}: {e.Message}", e);
        }
    }
}
