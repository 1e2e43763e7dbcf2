using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.Tests.MonteCarlo.Results;

namespace IsacCluster.Campaigns.Tests.MonteCarlo;

/// <summary>The reports of <see cref="SampleResults"/>, each written once for all tests of a class, which only read them.</summary>
public sealed class WrittenReports : IDisposable
{
    private readonly Dictionary<string, (TemporaryFolder Folder, IReadOnlyList<string> Files)> _written = [];

    /// <summary>The folder of a report and the files that were written.</summary>
    public (TemporaryFolder Folder, IReadOnlyList<string> Files) Of(string name)
    {
        if (!_written.TryGetValue(name, out (TemporaryFolder Folder, IReadOnlyList<string> Files) known))
        {
            var folder = new TemporaryFolder();
            _written[name] = known = (folder, ReportWriter.Write(SampleResults.ByName[name](), folder.Path));
        }

        return known;
    }

    public void Dispose()
    {
        foreach ((TemporaryFolder folder, _) in _written.Values) folder.Dispose();
    }
}
