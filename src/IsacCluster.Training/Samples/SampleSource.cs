using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;
using IsacCluster.Training.Settings;
using IsacCluster.Training.Tensors;
using static TorchSharp.torch;

namespace IsacCluster.Training.Samples;

/// <summary>
/// Samples of a scenario as tensors: the same channels and targets that a campaign of that seed would have.
/// </summary>
internal sealed class SampleSource
{
    private readonly Scenario _scenario;
    private readonly ulong _seed;
    private readonly SinrRange? _range;
    private readonly double[] _gridDeg;
    private readonly double[][] _rows;
    private readonly SampleGenerator _generator;
    private readonly long _offset;
    private readonly BeampatternObjective? _shared;

    /// <param name="offset">Index of the first sample, where a file holds those of several sources. Default: 0.</param>
    public SampleSource(Scenario scenario, ulong seed, SinrRange? range, long offset = 0)
    {
        (_scenario, _seed, _range, _offset) = (scenario, seed, range, offset);
        _generator = new SampleGenerator(scenario, seed);
        if (scenario.Targets is FixedTargets) _shared = scenario.ObjectiveOf(TargetsOf(0), scenario.GridPoints);
        _gridDeg = AngleGrid.Angles(scenario.GridPoints);
        _rows = [.. _gridDeg.Select(angle => DiagonalSums.BeampatternRow(angle, scenario.Antennas))];
    }

    /// <summary>Samples [first, first + count) behind the offset.</summary>
    public TrainingBatch Draw(long first, int count, Device device)
    {
        first += _offset;
        int m = _scenario.Antennas, users = _scenario.Users;
        bool shared = _scenario.Targets is FixedTargets;
        int sets = shared ? 1 : count, targets = TargetsOf(first).Length;
        var channels = new float[count * users * 2 * m];
        var steering = new float[sets * targets * 2 * m];
        var sectors = new float[sets * DiagonalSums.Count(m)];
        double scale = Math.Sqrt(_scenario.Power / _scenario.Noise);
        for (int s = 0; s < count; s++)
        {
            ComplexMatrix channel = ChannelGenerator.Generate(_scenario, _seed, (ulong)(first + s));
            for (int l = 0; l < users; l++) Write(channel.Row(l), scale, channels.AsSpan((s * users + l) * 2 * m, 2 * m));
            if (s < sets)
                WriteTargets(
                    TargetsOf(first + s), steering.AsSpan(s * targets * 2 * m, targets * 2 * m), sectors.AsSpan(s * DiagonalSums.Count(m)));
        }

        return new TrainingBatch(
            AlignedTensor.Of(channels, device, count, users, 2 * m),
            AlignedTensor.Of(steering, device, sets, targets, 2 * m),
            AlignedTensor.Of(sectors, device, sets, DiagonalSums.Count(m)),
            Thresholds(first, count, device),
            Enumerable.Range(0, count).Select(s => first + s).ToArray());
    }

    /// <summary>The instance of a sample of a batch in its own units, as a solver takes it.</summary>
    public IsacInstance Instance(long sample) => _generator.Generate(sample).Instance with { SinrThreshold = Threshold(sample) };

    /// <summary>The objective of a sample; samples of fixed targets share one.</summary>
    public BeampatternObjective Objective(long sample) => _shared ?? _scenario.ObjectiveOf(TargetsOf(sample), _scenario.GridPoints);

    /// <summary>Gamma0 of a sample, linear.</summary>
    private double Threshold(long sample)
    {
        if (_range is null) return Decibel.ToLinear(_scenario.SinrDb);
        var stream = new RandomStream(_seed, StreamPurpose.Training, (ulong)sample);
        return Decibel.ToLinear(stream.NextUniform(_range.LowDb, _range.HighDb));
    }

    private double[] TargetsOf(long sample) => _scenario.Targets.Draw(_seed, (ulong)sample);

    private Tensor Thresholds(long first, int count, Device device)
    {
        if (_range is null) return AlignedTensor.Of([(float)Threshold(first)], device, 1, 1);
        var values = new float[count];
        for (int s = 0; s < count; s++) values[s] = (float)Threshold(first + s);
        return AlignedTensor.Of(values, device, count, 1);
    }

    private void WriteTargets(double[] anglesDeg, Span<float> steering, Span<float> sectors)
    {
        int m = _scenario.Antennas;
        for (int k = 0; k < anglesDeg.Length; k++) Write(UniformLinearArray.SteeringVector(anglesDeg[k], m), 1, steering[(k * 2 * m)..]);
        var sum = new double[DiagonalSums.Count(m)];
        int inside = 0;
        for (int n = 0; n < _rows.Length; n++)
        {
            if (!BeampatternObjective.InSector(_gridDeg[n], anglesDeg, _scenario.BeamwidthDeg)) continue;
            inside++;
            for (int i = 0; i < sum.Length; i++) sum[i] += _rows[n][i];
        }

        double norm = Math.Sqrt((double)inside * _rows.Length);
        for (int i = 0; i < sum.Length; i++) sectors[i] = inside == 0 ? 0 : (float)(sum[i] / norm);
    }

    private static void Write(ReadOnlySpan<Complex> vector, double scale, Span<float> target)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            target[i] = (float)(scale * vector[i].Real);
            target[vector.Length + i] = (float)(scale * vector[i].Imaginary);
        }
    }
}
