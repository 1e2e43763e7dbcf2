namespace IsacCluster.Isac.Arrays;

/// <summary>Where an antenna stands, in units of the array's spacing: X along the horizon, Y towards broadside, Z upward.</summary>
public readonly record struct ArrayPlace(double X, double Y, double Z)
{
    public static ArrayPlace operator -(ArrayPlace a, ArrayPlace b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);
}
