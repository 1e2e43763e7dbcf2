namespace IsacCluster.Isac.Arrays;

/// <summary>
/// The angles on which beampatterns are compared: theta_n = -90 + 180 n / N degrees, n = 0..N-1; a closed grid, which has +90 too, is
/// -90 + 180 n / (N - 1).
/// </summary>
public static class AngleGrid
{
    public static double[] Angles(int points)
    {
        var angles = new double[points];
        for (int n = 0; n < points; n++) angles[n] = -90 + 180.0 * n / points;
        return angles;
    }

    /// <summary>With both ends, N at least 2.</summary>
    public static double[] Closed(int points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        var angles = new double[points];
        for (int n = 0; n < points; n++) angles[n] = -90 + 180.0 * n / (points - 1);
        return angles;
    }
}
