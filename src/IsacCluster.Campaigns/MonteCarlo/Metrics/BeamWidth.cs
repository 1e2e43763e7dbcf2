using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo.Metrics;

/// <summary>
/// The 3 dB width of the beams at the targets, degrees: from the peak within a target's sector on the evaluation grid outwards to where the
/// pattern first falls to half of it, interpolated linearly; the mean over the targets. On a grid of elevations the width in azimuth at the
/// peak's elevation. Not defined where a sector holds no angle of the
/// grid or the pattern reaches the grid's end above half.
/// </summary>
internal sealed class BeamWidth : DesignMetric
{
    public override string Name => "beam_width_deg";

    public override string Title => "3 dB beam width";

    public override string Symbol => "θ_3dB";

    public override string Unit => "deg";

    public override string Meaning => "mean over targets of the width between the half-power angles around the peak of the sector";

    public override double Evaluate(Sample sample, Design design, IReadOnlyList<double> sinr)
    {
        BeampatternObjective objective = sample.Evaluation;
        double[] pattern = objective.Beampattern(design.Covariance());
        return objective.Targets.Count == 0 ? double.NaN : objective.Targets.Average(target => WidthAt(objective, pattern, target));
    }

    private static double WidthAt(BeampatternObjective objective, double[] pattern, Direction target)
    {
        int peak = -1;
        for (int n = 0; n < pattern.Length; n++)
        {
            if (BeampatternObjective.InSector(objective.Grid[n], [target], objective.BeamwidthDeg)
                && (peak < 0 || pattern[n] > pattern[peak])) peak = n;
        }

        return peak < 0 ? double.NaN : Crossing(objective.Grid, pattern, peak, 1) - Crossing(objective.Grid, pattern, peak, -1);
    }

    /// <summary>The half-power angle in a direction; NaN where the grid ends before.</summary>
    private static double Crossing(IReadOnlyList<Direction> grid, double[] pattern, int peak, int step)
    {
        double half = pattern[peak] / 2;
        for (int n = peak; Continues(n); n += step)
        {
            double here = pattern[n], next = pattern[n + step];
            double angle = grid[n].AzimuthDeg;
            if (next <= half) return angle + (grid[n + step].AzimuthDeg - angle) * (here - half) / (here - next);
        }

        return double.NaN;

        bool Continues(int n) => n + step >= 0 && n + step < pattern.Length && grid[n + step].ElevationDeg == grid[peak].ElevationDeg;
    }
}
