using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// A start of the SDR near the design of the previous slot, for the same targets and channels that have moved: the point (1 - a) (previous)
/// + a (cold start), a the least of at least <see cref="LeastShare"/> that leaves every row a part of the cold start's slack. All in
/// steering coordinates, for P0 = 1.
/// </summary>
internal static class WarmStart
{
    /// <summary>Least weight of the cold start: what keeps the point away from the boundary.</summary>
    private const double LeastShare = 0.05;

    /// <summary>Beyond this a the channels have moved so far that a cold start is as good.</summary>
    private const double LargestShare = 0.5;

    /// <summary>Part of a times the cold start's slack that every row must keep.</summary>
    private const double SlackPart = 0.5;

    /// <exception cref="ArgumentException">The design cannot serve as a start for this instance.</exception>
    public static void Require(IsacInstance instance, Design previous)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(previous);
        if (previous.C.Rows != instance.Antennas || previous.C.Columns != instance.Users)
        {
            throw new ArgumentException(
                $"The previous design has {previous.C.Rows} antennas and {previous.C.Columns} users; "
                + $"the instance has {instance.Antennas} and {instance.Users}.",
                nameof(previous));
        }

        double power = previous.Power();
        if (!(power > 0 && double.IsFinite(power)))
            throw new ArgumentException($"The previous design has power {power}; a finite power above 0 is needed.", nameof(previous));
    }

    /// <summary>
    /// C^_k = c_k c_k^H + S S^H / L sum to the previous R, so (R, U^H C^_k U) meets the link exactly. Moves the cold start in place, or
    /// leaves it and is false.
    /// </summary>
    /// <param name="columns">U.</param>
    /// <param name="channels">Row l is g_l.</param>
    public static bool TryMove(
        Design previous, PlanarMatrix columns, PlanarMatrix channels, double[] own, double[] targets, PlanarMatrix covariance,
        PlanarMatrix[] shares)
    {
        int users = columns.Rows, antennas = columns.Columns;
        double amplitude = 1 / Math.Sqrt(previous.Power());
        PlanarMatrix beams = InSteeringCoordinates(previous.C, amplitude), radar = InSteeringCoordinates(previous.S, amplitude);
        PlanarMatrix sum = new(antennas, antennas), common = new(users, users), seen = new(1, users);
        for (int j = 0; j < radar.Rows; j++)
        {
            HermitianKernels.AddOuter(1, radar, j, sum);
            SteeringSpan.Receive(columns, radar, j, seen);
            HermitianKernels.AddOuter(1.0 / users, seen, 0, common);
        }

        var moved = new PlanarMatrix[users];
        for (int k = 0; k < users; k++)
        {
            HermitianKernels.AddOuter(1, beams, k, sum);
            moved[k] = new PlanarMatrix(users, users);
            moved[k].CopyFrom(common);
            SteeringSpan.Receive(columns, beams, k, seen);
            HermitianKernels.AddOuter(1, seen, 0, moved[k]);
        }

        double share = LeastShare;
        for (int l = 0; l < users; l++)
        {
            double cold = -targets[l], warm = -targets[l];
            for (int k = 0; k < users; k++)
            {
                double coefficient = k == l ? own[l] - 1 : -1;
                cold += coefficient * MatrixProducts.Quadratic(shares[k], channels, l);
                warm += coefficient * MatrixProducts.Quadratic(moved[k], channels, l);
            }

            share = Math.Max(share, ShareOf(warm, cold));
        }

        if (share > LargestShare) return false;
        Blend(covariance, sum, share);
        for (int k = 0; k < users; k++) Blend(shares[k], moved[k], share);
        return true;
    }

    /// <summary>The least a with (1 - a) warm + a cold >= <see cref="SlackPart"/> a cold.</summary>
    private static double ShareOf(double warm, double cold) => warm < 0 ? Math.Min(1, -warm / (SlackPart * cold - warm)) : 0;

    private static void Blend(PlanarMatrix cold, PlanarMatrix warm, double share)
    {
        for (int i = 0; i < cold.Re.Length; i++)
        {
            cold.Re[i] = share * cold.Re[i] + (1 - share) * warm.Re[i];
            cold.Im[i] = share * cold.Im[i] + (1 - share) * warm.Im[i];
        }
    }

    private static PlanarMatrix InSteeringCoordinates(ComplexMatrix matrix, double amplitude) =>
        SteeringSpan.ToReal(PlanarMatrix.Transposed(matrix, amplitude));
}
