using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Numerics;
using IsacCluster.Specifications.Scenarios;
using PureHDF;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>
/// One shard of a dataset, an HDF5 file of schema isac-dataset-v1: `channel` (samples x L x M, complex), `targets_deg`
/// (samples x K, or samples x K x 2 with elevations) and `sample` (int64 indices), with the scenario in the attributes of the root. The
/// bytes depend on the
/// content alone: no times, no machine, no folder.
/// </summary>
internal static class DatasetShard
{
    public const string Schema = "isac-dataset-v1";

    private const string ChannelName = "channel", TargetsName = "targets_deg", SampleName = "sample";

    /// <summary>The file's bytes.</summary>
    /// <param name="datasetId">Name and content hash of the dataset.</param>
    /// <param name="samples">Consecutive, at least one.</param>
    public static byte[] Encode(string datasetId, ulong seed, Scenario scenario, IReadOnlyList<Sample> samples)
    {
        int users = scenario.Users, antennas = scenario.Antennas, count = samples.Count;
        int targets = samples[0].Instance.Objective.TargetsDeg.Count;
        var channel = new Hdf5Complex[count * users * antennas];
        bool elevated = scenario.Targets.HasElevations();
        int width = elevated ? 2 * targets : targets;
        var angles = new double[count * width];
        for (int s = 0; s < count; s++)
        {
            Hdf5Complex.From(samples[s].Instance.Channel.Data).CopyTo(channel, s * users * antennas);
            samples[s].Instance.Objective.Targets
                .SelectMany(target => elevated ? (double[])[target.AzimuthDeg, target.ElevationDeg] : [target.AzimuthDeg])
                .ToArray().CopyTo(angles, s * width);
        }

        var file = new H5File
        {
            [ChannelName] = new H5Dataset(channel, fileDims: [(ulong)count, (ulong)users, (ulong)antennas]),
            [TargetsName] = new H5Dataset(angles, fileDims: elevated ? [(ulong)count, (ulong)targets, 2] : [(ulong)count, (ulong)targets]),
            [SampleName] = samples.Select(sample => sample.Index).ToArray(),
        };
        WriteAttributes(file, datasetId, seed, scenario, samples);
        return Hdf5File.ToBytes(file);
    }

    /// <summary>The samples of a shard whose bytes have been verified.</summary>
    /// <param name="path">For messages.</param>
    /// <exception cref="SpecificationException">The content is not what the manifest says.</exception>
    public static IReadOnlyList<Sample> Decode(byte[] bytes, string path, Scenario scenario, long first, int count)
    {
        using var shard = Hdf5File.Open(bytes, path);
        shard.RequireAttribute("schema", Schema);
        int users = scenario.Users, antennas = scenario.Antennas;
        Complex[] channel = shard.Read<Complex>(ChannelName, [(ulong)count, (ulong)users, (ulong)antennas]);
        ulong targets = (ulong)scenario.Targets.CountPerSample();
        bool elevated = scenario.Targets.HasElevations();
        double[] angles = shard.Read<double>(TargetsName, elevated ? [(ulong)count, targets, 2] : [(ulong)count, targets]);
        int width = (int)targets * (elevated ? 2 : 1);
        long[] indices = shard.Read<long>(SampleName, [(ulong)count]);
        var objectives = new ObjectiveCache(scenario);
        var samples = new Sample[count];
        for (int s = 0; s < count; s++)
        {
            if (indices[s] != first + s)
                throw new SpecificationException($"{path}: dataset '{SampleName}' at [{s}] is {indices[s]}; allowed: {first + s}.");
            Direction[] directions = Directions(angles.AsSpan(s * width, width), elevated);
            (BeampatternObjective design, BeampatternObjective evaluation) = objectives.Of(directions);
            var matrix = new ComplexMatrix(users, antennas, channel[(s * users * antennas)..((s + 1) * users * antennas)]);
            samples[s] = new Sample(first + s, scenario.InstanceOf(design, matrix), evaluation);
        }

        return samples;
    }

    private static Direction[] Directions(ReadOnlySpan<double> angles, bool elevated)
    {
        var directions = new Direction[angles.Length / (elevated ? 2 : 1)];
        for (int k = 0; k < directions.Length; k++)
            directions[k] = elevated ? new Direction(angles[2 * k], angles[2 * k + 1]) : new Direction(angles[k]);
        return directions;
    }

    private static void WriteAttributes(H5File file, string datasetId, ulong seed, Scenario scenario, IReadOnlyList<Sample> samples)
    {
        file.Attributes["schema"] = Schema;
        file.Attributes["dataset_id"] = datasetId;
        file.Attributes["seed"] = seed;
        var fields = ScenarioFields.Registered.All
            .Where(field => field.Attribute is not null && field.Applies(scenario))
            .OrderBy(field => field.Attribute);
        foreach (ScenarioField field in fields)
            file.Attributes[field.Name] = field.Value(scenario)!;
        file.Attributes["first"] = samples[0].Index;
        file.Attributes["count"] = (long)samples.Count;
    }

    /// <summary>Makes objectives anew only where the targets change: their Gram matrix is the costly part of a sample.</summary>
    private sealed class ObjectiveCache(Scenario scenario)
    {
        private BeampatternObjective? _design, _evaluation;

        public (BeampatternObjective Design, BeampatternObjective Evaluation) Of(Direction[] targets)
        {
            if (_design is null || !targets.AsSpan().SequenceEqual(_design.Targets.ToArray()))
            {
                int evaluationPoints = scenario.EvaluationGridPoints ?? scenario.GridPoints;
                _design = Make(targets, scenario.GridPoints);
                _evaluation = evaluationPoints == scenario.GridPoints ? _design : Make(targets, evaluationPoints);
            }

            return (_design, _evaluation!);
        }

        private BeampatternObjective Make(Direction[] targets, int gridPoints) => scenario.ObjectiveOf(targets, gridPoints);
    }
}
