using System.Security.Cryptography;
using System.Text;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo.Metrics;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>
/// SHA-256 over every point's identity, number of samples and exact statistics; the algorithms by name. Neither times, nor the campaign's
/// name, nor why a point stopped enter, so 1000 samples extended to 2000 have the digest of 2000 at once.
/// </summary>
internal sealed class StatisticsDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public StatisticsDigest(CampaignSpecification specification)
    {
        Append("isac-statistics-v1");
        foreach (AlgorithmSpecification algorithm in specification.Algorithms) Append(algorithm.Label);
        foreach (DesignMetric metric in specification.Metrics) Append($"metric {metric.Name}");
    }

    /// <summary>Every point, in their order.</summary>
    public void Add(SweepPoint point, PointStatistics statistics)
    {
        Append(point.Id);
        Append(statistics.DigestedBytes());
    }

    public void Dispose() => _hash.Dispose();

    /// <summary>sha256:... of what was added.</summary>
    public override string ToString() => $"sha256:{Convert.ToHexStringLower(_hash.GetCurrentHash())}";

    private void Append(string text) => Append(Encoding.UTF8.GetBytes(text));

    private void Append(byte[] bytes)
    {
        _hash.AppendData(BitConverter.GetBytes((long)bytes.Length));
        _hash.AppendData(bytes);
    }
}
