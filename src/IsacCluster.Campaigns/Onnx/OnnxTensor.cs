namespace IsacCluster.Campaigns.Onnx;

/// <summary>An input or output that a model of designs may have.</summary>
/// <param name="Name">As the model names it.</param>
/// <param name="Dimensions">Of each its name, or a number that it is.</param>
internal sealed record OnnxTensor(string Name, IReadOnlyList<string> Dimensions)
{
    /// <summary>What a design is made from: h_l, target angles, thresholds in dB, P0 and sigma_l^2.</summary>
    public static IReadOnlyList<OnnxTensor> Inputs { get; } =
    [
        new("channels", ["batch", "users", "antennas", "2"]),
        new("targets_deg", ["batch", "targets"]),
        new("sinr_db", ["batch", "users"]),
        new("power", ["batch"]),
        new("noise", ["batch", "users"]),
    ];

    /// <summary>The beams of the users, and those of the radar or the covariance R.</summary>
    public static IReadOnlyList<OnnxTensor> Outputs { get; } =
    [
        new("c", ["batch", "antennas", "users", "2"]),
        new("s", ["batch", "antennas", "antennas", "2"]),
        new("r", ["batch", "antennas", "antennas", "2"]),
    ];

    public override string ToString() => $"{Name} ({string.Join(", ", Dimensions)})";
}

/// <summary>The sizes of the problems of a point.</summary>
internal readonly record struct OnnxSizes(int Batch, int Antennas, int Users, int Targets)
{
    /// <summary>The shape of a tensor.</summary>
    public long[] Of(OnnxTensor tensor)
    {
        OnnxSizes sizes = this;
        return [.. tensor.Dimensions.Select(name => sizes.Of(name))];
    }

    private long Of(string name) => name switch
    {
        "batch" => Batch,
        "antennas" => Antennas,
        "users" => Users,
        "targets" => Targets,
        _ => long.Parse(name, System.Globalization.CultureInfo.InvariantCulture),
    };
}
