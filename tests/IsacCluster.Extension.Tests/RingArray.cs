using IsacCluster.Isac.Arrays;

namespace IsacCluster.Extension.Tests;

/// <summary>An upright ring that faces broadside: antenna m at the angle 2 pi m / M on a circle of radius r spacings.</summary>
/// <param name="Radius">r.</param>
public sealed record RingArray(double Radius) : ArrayGeometry
{
    public static ArrayDescription Description { get; } = new(
        "ring", "antenna m at the angle 2 pi m / M on an upright circle", new RingArray(1.5),
        [
            ArrayParameter.Real<RingArray>(
                "radius", 0.1, 100, "of the circle, in spacings", ring => ring.Radius, (ring, value) => ring with { Radius = value }),
        ]);

    public override ArrayDescription Describe() => Description;

    public override ArrayPlace[] Places(int antennas)
    {
        var places = new ArrayPlace[antennas];
        for (int m = 0; m < antennas; m++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * m / antennas);
            places[m] = new ArrayPlace(Radius * cos, 0, Radius * sin);
        }

        return places;
    }
}
