using IsacCluster.Isac.Randomness;

namespace IsacCluster.Isac.Channels;

/// <summary>A user's place on the ground, metres.</summary>
public readonly record struct UserPosition(double X, double Y);

/// <summary>
/// The paper's cell: base station at (0, -100, 20) m, users uniform in [5, 35] x [-35, 35] m at height 0.
/// </summary>
public static class UserGeometry
{
    private const double StationX = 0, StationY = -100, StationZ = 20;
    private const double LowX = 5, HighX = 35, LowY = -35, HighY = 35;
    private const double StepX = 1, StepY = 2;
    private const double ReferenceGain = 1e-3, PathLossExponent = 2.67;

    /// <summary>Positions of all users at one slot of one trajectory; slot 0 is the uniform start.</summary>
    public static UserPosition[] Positions(ulong seed, ulong trajectory, int slot, int users)
    {
        var start = new RandomStream(seed, StreamPurpose.UserPositions, trajectory);
        var movement = new RandomStream(seed, StreamPurpose.Movement, trajectory);
        var positions = new UserPosition[users];
        for (int l = 0; l < users; l++)
        {
            (double u, double v) = start.NextUniformPair();
            positions[l] = new UserPosition(LowX + (HighX - LowX) * u, LowY + (HighY - LowY) * v);
        }

        for (int step = 0; step < slot; step++)
        {
            for (int l = 0; l < users; l++)
            {
                (double u, double v) = movement.NextUniformPair();
                positions[l] = new UserPosition(positions[l].X + StepX * (2 * u - 1), positions[l].Y + StepY * (2 * v - 1));
            }
        }

        return positions;
    }

    /// <summary>alpha = 1e-3 d^-2.67 with d the distance to the base station in metres.</summary>
    public static double PathGain(UserPosition user)
    {
        double dx = user.X - StationX, dy = user.Y - StationY;
        return ReferenceGain * Math.Pow(Math.Sqrt(dx * dx + dy * dy + StationZ * StationZ), -PathLossExponent);
    }

    /// <summary>Azimuth from the array's broadside (the +y axis, towards the cell), degrees in (-90, 90).</summary>
    public static double AzimuthDeg(UserPosition user) =>
        Math.Atan2(user.X - StationX, user.Y - StationY) * (180 / Math.PI);

    /// <summary>Elevation seen from the base station, degrees: users are below it.</summary>
    public static double ElevationDeg(UserPosition user)
    {
        double dx = user.X - StationX, dy = user.Y - StationY;
        return -Math.Atan2(StationZ, Math.Sqrt(dx * dx + dy * dy)) * (180 / Math.PI);
    }
}
