using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo.Metrics;

/// <summary>
/// The peak sidelobe level of the beampattern on the evaluation grid, 10 log10(max P(theta) outside the sectors of the targets over max
/// P(theta) inside them), dB. Not defined where no angle of the grid lies inside a sector, or none outside.
/// </summary>
internal sealed class PeakSidelobe : DesignMetric
{
    public override string Name => "peak_sidelobe_db";

    public override string Title => "Peak sidelobe level";

    public override string Symbol => "PSL";

    public override string Unit => "dB";

    public override string Meaning => "10 log10 of the largest P(theta) outside the targets' sectors over the largest inside";

    public override double Evaluate(Sample sample, Design design, IReadOnlyList<double> sinr)
    {
        BeampatternObjective objective = sample.Evaluation;
        double[] pattern = objective.Beampattern(design.Covariance());
        double inside = double.NegativeInfinity, outside = double.NegativeInfinity;
        for (int n = 0; n < pattern.Length; n++)
        {
            if (objective.Desired[n] > 0) inside = Math.Max(inside, pattern[n]);
            else outside = Math.Max(outside, pattern[n]);
        }

        return inside > 0 && double.IsFinite(outside) ? Decibel.FromLinear(outside / inside) : double.NaN;
    }
}
