using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Beampattern;
using IsacCluster.Solvers.InteriorPoint.Features;

namespace IsacCluster.Solvers.Formulation;

/// <summary>
/// The parts of a <see cref="FeatureProgram"/> that minimises L(R) + w_c X(R). Features in this order: the frequencies of
/// <see cref="GramFactor"/>, the channels, four for each pair of targets, and, where antennas have powers of their own or the frequencies
/// do not give the trace, the unit vectors. With z = a_p^H R a_q,
/// <code>
///   4 Re z = (a_p + a_q)^H R (a_p + a_q) - (a_p - a_q)^H R (a_p - a_q)
///   4 Im z = (a_p - j a_q)^H R (a_p - j a_q) - (a_p + j a_q)^H R (a_p + j a_q)
/// </code>
/// so that X is a sum of squares of rows with two terms each, beside F of L(R) = ||F A(R)||^2.
/// </summary>
internal sealed class PatternProgram
{
    private static readonly Complex[] Turns = [Complex.One, -Complex.One, -Complex.ImaginaryOne, Complex.ImaginaryOne];

    private readonly BeampatternObjective _objective;
    private readonly double[]? _shares;

    /// <param name="objective">L and w_c.</param>
    /// <param name="channels">Row l is the unit channel of user l.</param>
    /// <param name="shares">P_m / P0, or null where only the total is given.</param>
    public PatternProgram(BeampatternObjective objective, PlanarMatrix channels, double[]? shares)
    {
        (_objective, _shares, Factor) = (objective, shares, GramFactor.Of(objective));
        int antennas = objective.Antennas, targets = objective.TargetsDeg.Count;
        (FirstChannel, FirstPair) = (Factor.Frequencies.Columns, Factor.Frequencies.Columns + channels.Rows);
        Pairs = objective.CrossCorrelationWeight > 0 ? targets * (targets - 1) / 2 : 0;
        FirstUnit = FirstPair + 4 * Pairs;
        Features = new PlanarMatrix(antennas, FirstUnit + Units);
        for (int m = 0; m < antennas; m++)
        {
            for (int n = 0; n < FirstChannel; n++) Features[m, n] = Factor.Frequencies[m, n];
            for (int l = 0; l < channels.Rows; l++) Features[m, FirstChannel + l] = channels[l, m];
            if (Units > 0) Features[m, FirstUnit + m] = Complex.One;
        }

        if (Pairs > 0) SetPairs();
        Power = [.. PowerRows()];
        Pattern = [.. PairRows()];
    }

    public GramFactor Factor { get; }

    /// <summary>Phi in the antennas' coordinates, M x q.</summary>
    public PlanarMatrix Features { get; }

    public int FirstChannel { get; }

    /// <summary>M or 0.</summary>
    public int Units => _shares is null && Factor.IsUniform ? 0 : _objective.Antennas;

    /// <summary>Tr R = 1, or R_mm = P_m / P0 for each antenna.</summary>
    public FeatureRow[] Power { get; }

    /// <summary>The rows of w_c X(R).</summary>
    public FeatureRow[] Pattern { get; }

    private int FirstPair { get; }

    private int FirstUnit { get; }

    private int Pairs { get; }

    /// <summary>A share of the power for every antenna, also where only the total is given.</summary>
    public double ShareOf(int antenna) => _shares is null ? 1.0 / _objective.Antennas : _shares[antenna];

    /// <summary>V^H Phi for a block V X V^H.</summary>
    public PlanarMatrix Lifted(PlanarMatrix lift)
    {
        PlanarMatrix adjoint = new(lift.Columns, lift.Rows), result = new(lift.Columns, Features.Columns);
        HermitianKernels.Adjoint(lift, adjoint);
        MatrixProducts.Multiply(adjoint, Features, result);
        return result;
    }

    /// <summary>The program of given blocks and constraints.</summary>
    /// <param name="features">Phi_b.</param>
    /// <param name="isFull">Whether it is <see cref="Features"/> itself.</param>
    /// <param name="rows">Those with a slack; those of the power follow.</param>
    /// <param name="start">X_b.</param>
    /// <param name="multipliers">Of the rows, for the barrier; those of the power are -1.</param>
    public FeatureProgram Program(
        PlanarMatrix[] features, bool isFull, FeatureRow[] rows, PlanarMatrix[] start, double[] multipliers) => new()
        {
            Features = features,
            IsFull = [.. features.Select(_ => isFull)],
            Units = Units,
            Rows = [.. rows, .. Power],
            Slacks = rows.Length,
            Dense = Factor.FrequencyRows,
            DenseRows = Factor.Rank,
            DenseFeatures = FirstChannel,
            DenseStride = Factor.Stride,
            Pattern = Pattern,
            Start = start,
            Barrier = [.. multipliers, .. Power.Select(static _ => -1.0)],
        };

    /// <summary>X = factor diag(P_m / P0).</summary>
    public PlanarMatrix Diagonal(double factor)
    {
        var result = new PlanarMatrix(_objective.Antennas, _objective.Antennas);
        for (int m = 0; m < result.Rows; m++) result[m, m] = factor * ShareOf(m);
        return result;
    }

    private IEnumerable<FeatureRow> PowerRows()
    {
        if (_shares is null && Factor.IsUniform)
        {
            double mean = 1.0 / FirstChannel;
            return [new([.. Enumerable.Range(0, FirstChannel).Select(n => new FeatureTerm(n, mean))], 1, 1)];
        }

        if (_shares is null) return [new([.. Enumerable.Range(0, Units).Select(m => new FeatureTerm(FirstUnit + m, 1))], 1, 1)];

        return _shares.Select((share, m) => new FeatureRow([new(FirstUnit + m, 1)], share, share));
    }

    private IEnumerable<FeatureRow> PairRows()
    {
        int targets = _objective.TargetsDeg.Count;
        double weight = Math.Sqrt(2 * _objective.CrossCorrelationWeight / (targets * (targets - 1.0))) / 4;
        for (int pair = 0; pair < Pairs; pair++)
        {
            for (int part = 0; part < 4; part += 2)
            {
                int first = FirstPair + 4 * pair + part;
                yield return new([new(first, weight), new(first + 1, -weight)], 0, 1);
            }
        }
    }

    private void SetPairs()
    {
        int column = FirstPair;
        for (int q = 1; q < _objective.TargetsDeg.Count; q++)
        {
            Complex[] second = _objective.Array.Steering(_objective.Targets[q]);
            for (int p = 0; p < q; p++)
            {
                Complex[] first = _objective.Array.Steering(_objective.Targets[p]);
                foreach (Complex turn in Turns)
                {
                    for (int m = 0; m < first.Length; m++) Features[m, column] = first[m] + turn * second[m];
                    column++;
                }
            }
        }
    }
}
