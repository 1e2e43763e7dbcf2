using System.Globalization;
using System.Text.Json;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Refinement;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;
using IsacCluster.Networks.Onnx;

namespace IsacCluster.Networks.Export;

/// <summary>
/// Writes a trained network with its read-out as an ONNX file, whose inputs and outputs are those of docs/formats.md: the layers in
/// float32, the rest in float64, as in inference here. A graph network takes any L up to M and any K, all take any batch.
/// </summary>
public static class OnnxExport
{
    /// <summary>What the metadata of a file calls the targets, in degrees with commas, that it is made for.</summary>
    public const string TargetsKey = "targets_deg";

    /// <summary>Whether the file depends on the grid of angles and the width of sectors: refinements follow the gradient of L.</summary>
    public static bool DependsOnObjective(NetworkArchitecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return architecture.Refinements > 0;
    }

    /// <summary>Full width of a sector in degrees and points of the grid of a model's training; null where it does not say.</summary>
    public static (double BeamwidthDeg, int GridPoints)? Objective(DesignModel model) => Trained(model, static root =>
    {
        JsonElement scenario = root.GetProperty("settings").GetProperty("scenario");
        return ((double, int)?)(scenario.GetProperty("beamwidth_deg").GetDouble(), scenario.GetProperty("grid_points").GetInt32());
    });

    /// <summary>The fixed targets of a model's training in degrees; null where it had none or does not say.</summary>
    public static IReadOnlyList<double>? Targets(DesignModel model) => Trained(model, static root =>
        (double[])[.. root.GetProperty("targets").GetProperty("angles_deg").EnumerateArray().Select(static angle => angle.GetDouble())]);

    /// <param name="beamwidthDeg">Full width of a sector in degrees, fixed in the file.</param>
    /// <param name="gridPoints">N, likewise.</param>
    /// <exception cref="ArgumentException">The network has a closed loop.</exception>
    public static byte[] ToOnnx(DesignModel model, double beamwidthDeg, int gridPoints)
    {
        ArgumentNullException.ThrowIfNull(model);
        NetworkArchitecture a = model.Architecture;
        if (a.IsClosedLoop) throw new ArgumentException("A closed loop begins somewhere.", nameof(model));
        var graph = new OnnxGraph();
        var inputs = new ProblemInputs(graph, a);
        (Tensor users, Tensor radar) = new NetworkGraph(a, model.Parameters).Outputs(inputs);
        (Tensor c, Tensor s) = a.Readout == Readout.Direct
            ? Direct(a, inputs, users, radar)
            : Split(a, inputs, users, radar, beamwidthDeg, gridPoints);
        return Write(graph, model, inputs, c, s, DependsOnObjective(a) ? Facts(beamwidthDeg, gridPoints) : []);
    }

    /// <summary>A network with a closed loop, for the targets of one objective: the file has no input of targets.</summary>
    /// <param name="start">Where the loop begins.</param>
    /// <exception cref="ArgumentException">The network has no closed loop, or not so many antennas or targets.</exception>
    public static byte[] ToOnnx(DesignModel model, BeampatternObjective objective, DescentStart start)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(start);
        NetworkArchitecture a = model.Architecture;
        if (!a.IsClosedLoop) throw new ArgumentException("There is no closed loop.", nameof(model));
        if (objective.Antennas != a.Antennas || (a.Kind == NetworkKind.Dnn && objective.TargetsDeg.Count != a.Targets))
            throw new ArgumentException("It has not the antennas and targets of the network.", nameof(objective));
        var graph = new OnnxGraph();
        var inputs = new ProblemInputs(graph, a, objective.TargetsDeg);
        (Tensor users, Tensor radar) = new NetworkGraph(a, model.Parameters).Outputs(inputs);
        (Tensor b, Tensor logWeights) = new FeedbackGraph(inputs, a, objective, start).Descend(users, radar);
        (Tensor c, Tensor s) = new SplitGraph(
            inputs, b * inputs.Power.Sqrt(), a.Antennas, FeedbackDescent.SplitRegularisation, SplitDesign.MostRounds + 1,
            FeedbackDescent.SplitMargin).Designs(logWeights);
        Dictionary<string, string> facts = Facts(objective.BeamwidthDeg, objective.AnglesDeg.Count);
        facts[TargetsKey] = string.Join(',', objective.TargetsDeg.Select(static angle => Text(angle)));
        return Write(graph, model, inputs, EmbeddedMatrix.Parts(c), EmbeddedMatrix.Parts(s), facts);
    }

    private static byte[] Write(
        OnnxGraph graph, DesignModel model, ProblemInputs inputs, Tensor c, Tensor s, Dictionary<string, string> metadata)
    {
        NetworkArchitecture a = model.Architecture;
        graph.Output("c", c.Value, OnnxType.Real64, "batch", a.Antennas, inputs.Users, 2);
        graph.Output("s", s.Value, OnnxType.Real64, "batch", a.Antennas, a.Antennas, 2);
        string version = typeof(OnnxExport).Assembly.GetName().Version!.ToString(3);
        metadata["architecture"] = ArchitectureJson.Write(a);
        metadata["model"] = model.Digest;
        return graph.ToBytes(a.Kind == NetworkKind.Gnn ? "gnn" : "dnn", ("isac", version), metadata);
    }

    private static Dictionary<string, string> Facts(double beamwidthDeg, int gridPoints) => new()
    {
        ["beamwidth_deg"] = Text(beamwidthDeg),
        ["grid_points"] = gridPoints.ToString(CultureInfo.InvariantCulture),
    };

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Something of what a model says about its training; null where it does not.</summary>
    private static T? Trained<T>(DesignModel model, Func<JsonElement, T?> of)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!model.Metadata.TryGetValue("spec", out string? spec)) return default;
        try
        {
            using var json = JsonDocument.Parse(spec);
            return of(json.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return default;
        }
    }

    private static (Tensor C, Tensor S) Direct(NetworkArchitecture a, ProblemInputs inputs, Tensor users, Tensor radar)
    {
        Tensor sum = (users * users).Sum(1, 2) + (radar * radar).Sum(1, 2), scale = (inputs.Power / sum).Sqrt();
        (Tensor re, Tensor im) = users.Halves(2);
        Tensor c = EmbeddedMatrix.Parts(EmbeddedMatrix.Of(re.Turned(), im.Turned()) * scale);
        return Checked(a, inputs, sum, sum, c, EmbeddedMatrix.Parts(Matrix(a, radar) * scale));
    }

    private static (Tensor C, Tensor S) Split(
        NetworkArchitecture a, ProblemInputs inputs, Tensor users, Tensor radar, double beamwidthDeg, int gridPoints)
    {
        int size = 2 * a.Antennas * a.Antennas;
        Tensor own = radar.Slice(2, 0, size), sum = (own * own).Sum(2), all = (users * users).Sum(1, 2) + (radar * radar).Sum(2);
        Tensor b = Matrix(a, own) / sum.Sqrt();
        if (a.Refinements > 0)
        {
            var refinement = new RefinementGraph(inputs, a.Antennas, beamwidthDeg, gridPoints);
            for (int k = 0; k < a.Refinements; k++)
            {
                b = refinement.Step(
                    b, radar.Slice(2, size + k, size + k + 1), users.Slice(2, 1 + 2 * k, 2 + 2 * k), users.Slice(2, 2 + 2 * k, 3 + 2 * k));
            }
        }

        (Tensor c, Tensor s) = new SplitGraph(inputs, b * inputs.Power.Sqrt(), a.Antennas).Designs(users.Slice(2, 0, 1));
        return Checked(a, inputs, sum, all, EmbeddedMatrix.Parts(c), EmbeddedMatrix.Parts(s));
    }

    /// <summary>The read-out matrix of the radar node, M x M real parts and then imaginary parts, embedded.</summary>
    private static Tensor Matrix(NetworkArchitecture a, Tensor radar)
    {
        (Tensor re, Tensor im) = radar.Halves(2);
        return EmbeddedMatrix.Of(re.Reshape(0, a.Antennas, a.Antennas), im.Reshape(0, a.Antennas, a.Antennas));
    }

    /// <summary>S = sqrt(P0 / M) I and C = 0 where the outputs are all 0 or not finite.</summary>
    private static (Tensor C, Tensor S) Checked(NetworkArchitecture a, ProblemInputs inputs, Tensor norm, Tensor all, Tensor c, Tensor s)
    {
        Tensor says = norm.With("Greater", norm.Number(0)).With("And", all.With("LessOrEqual", all.Number(double.MaxValue))).Unsqueeze(3);
        var identity = new double[2 * a.Antennas * a.Antennas];
        for (int i = 0; i < a.Antennas; i++) identity[2 * (i * a.Antennas + i)] = 1;
        Tensor isotropic = (1.0 / a.Antennas * inputs.Power).Sqrt().Unsqueeze(3) * c.Array(identity, 1, a.Antennas, a.Antennas, 2);
        return (says.Where(c, c.Number(0)), says.Where(s, isotropic));
    }
}
