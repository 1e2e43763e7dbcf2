using IsacCluster.Campaigns.MonteCarlo.Metrics;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Extension.Tests;

/// <summary>
/// Jain's index of the users' rates r_l = log2(1 + SINR_l): J = (sum_l r_l)^2 / (L sum_l r_l^2), from 1/L (one user has all) to 1 (all
/// have the same). Not defined where no user has a rate.
/// </summary>
/// <remarks>R. Jain, D. Chiu, W. Hawe, "A quantitative measure of fairness", DEC TR-301, 1984.</remarks>
public sealed class RateFairness : DesignMetric
{
    public override string Name => "rate_fairness";

    public override string Title => "Fairness of rates";

    public override string Symbol => "J";

    public override string Unit => "";

    public override string Meaning => "(sum of r_l)^2 / (L sum of r_l^2), r_l = log2(1 + SINR_l)";

    public override double Evaluate(Sample sample, Design design, IReadOnlyList<double> sinr)
    {
        double sum = 0, squares = 0;
        foreach (double ratio in sinr)
        {
            double rate = Math.Log2(1 + ratio);
            sum += rate;
            squares += rate * rate;
        }

        return sum * sum / (sinr.Count * squares);
    }
}
