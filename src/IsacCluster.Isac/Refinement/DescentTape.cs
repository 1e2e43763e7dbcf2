using IsacCluster.Numerics;

namespace IsacCluster.Isac.Refinement;

/// <summary>The states of a descent before each of its K steps and after the last, for its adjoint.</summary>
public sealed class DescentTape
{
    public DescentTape(int users, int antennas, int steps)
    {
        Steps = steps;
        (B, Direction) = (Matrices(), Matrices());
        (LogWeights, Penalties) = (Vectors(), Vectors());

        PlanarMatrix[] Matrices() => [.. Enumerable.Range(0, steps + 1).Select(_ => new PlanarMatrix(antennas, antennas))];
        double[][] Vectors() => [.. Enumerable.Range(0, steps + 1).Select(_ => new double[users])];
    }

    public int Steps { get; }

    internal PlanarMatrix[] B { get; }

    internal PlanarMatrix[] Direction { get; }

    internal double[][] LogWeights { get; }

    internal double[][] Penalties { get; }

    internal void Record(int k, PlanarMatrix b, PlanarMatrix direction, double[] logWeights, double[] penalties)
    {
        B[k].CopyFrom(b);
        Direction[k].CopyFrom(direction);
        logWeights.CopyTo(LogWeights[k], 0);
        penalties.CopyTo(Penalties[k], 0);
    }
}
