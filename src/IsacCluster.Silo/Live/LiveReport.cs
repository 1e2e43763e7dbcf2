using System.Xml;
using System.Xml.Linq;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;

namespace IsacCluster.Silo.Live;

/// <summary>
/// The report of a job as it is now, in a temporary folder: written anew when somebody asks and it is old, which a report that takes long
/// to write is late. Nothing else is written. Thread-safe.
/// </summary>
internal sealed class LiveReport : IDisposable
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(10), Most = TimeSpan.FromMinutes(5);

    private readonly JobView _view;
    private readonly JobId _id;
    private readonly TimeProvider _time;
    private readonly SharedValue<WrittenReport> _report;
    private string? _folder;

    public LiveReport(JobView view, JobId id, TimeProvider time)
    {
        (_view, _id, _time) = (view, id, time);
        _report = new SharedValue<WrittenReport>(WriteAsync, time, Least, Most);
    }

    /// <exception cref="SpecificationException">Jobs of this kind have none.</exception>
    public Task<WrittenReport> GetAsync(CancellationToken stop) => _report.GetAsync(stop);

    public void Dispose()
    {
        if (_folder is null) return;
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It lies among temporary files.
        }
    }

    private async Task<WrittenReport> WriteAsync()
    {
        (IReportableJob job, _, JobOutcome outcome) = await _view.OutcomeAsync().ConfigureAwait(false);
        if (job is not IDetailedJob)
            throw new SpecificationException($"job {_id} has no report while it runs: its results are files of its own folder.");
        _folder ??= Directory.CreateTempSubdirectory("isac-page-").FullName;
        JobReport report = job.WriteReport(outcome, _folder);
        return new WrittenReport(_time.GetUtcNow(), _folder, Path.GetFileName(report.MainFile));
    }
}

/// <summary>A report in its folder.</summary>
/// <param name="MainFile">Name of the file to open first.</param>
internal sealed record WrittenReport(DateTimeOffset AsOf, string Folder, string MainFile)
{
    /// <summary>Its figures, with the titles that the files carry.</summary>
    public IReadOnlyList<FigureLine> Figures()
    {
        string figures = Path.Combine(Folder, "figures");
        return !Directory.Exists(figures)
            ? []
            : [.. Directory.EnumerateFiles(figures, "*.svg").Order(StringComparer.Ordinal).Select(Line)];
    }

    private static FigureLine Line(string file)
    {
        string id = Path.GetFileNameWithoutExtension(file);
        (string? title, string? caption) = Texts(file);
        return new FigureLine(id, title ?? id.Replace('-', ' '), caption, $"report/figures/{id}.svg");
    }

    private static (string? Title, string? Caption) Texts(string file)
    {
        using XmlReader reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        string? title = null, caption = null;
        int seen = 0;
        while ((title is null || caption is null) && seen++ < 20 && reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName is not ("title" or "desc")) continue;
            bool isTitle = reader.LocalName == "title";
            string text = ((XElement)XNode.ReadFrom(reader)).Value;
            if (isTitle) title = text;
            else caption = text;
        }

        return (title, caption);
    }
}

/// <summary>A figure of a report.</summary>
/// <param name="Svg">Its address, relative to that of the job.</param>
internal sealed record FigureLine(string Id, string Title, string? Caption, string Svg);
