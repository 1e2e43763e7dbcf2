using IsacCluster.Networks.Onnx;

namespace IsacCluster.Campaigns.Tests.Algorithms;

/// <summary>Small ONNX files: maximum ratio transmission, c_l = sqrt(P0 / L) h_l / |h_l|, and what one may do wrong.</summary>
internal sealed class OnnxModels
{
    public OnnxType Type { get; init; } = OnnxType.Real64;

    public OnnxDimension Batch { get; init; } = "batch";

    public OnnxDimension Antennas { get; init; } = "antennas";

    public string Channels { get; init; } = "channels";

    public string Beams { get; init; } = "c";

    /// <summary>s, r (C C^H) or another name of zeros.</summary>
    public string Second { get; init; } = "s";

    /// <summary>A factor of the amplitude of c.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Divides by 0 where a part of an entry of h_l / |h_l| is below this.</summary>
    public double? DivideBelow { get; init; }

    /// <summary>Fails when it runs: an index of users that is not there.</summary>
    public int? User { get; init; }

    public byte[] ToBytes()
    {
        var graph = new OnnxGraph();
        OnnxValue h = graph.Input(Channels, Type, Batch, "users", Antennas, 2), power = graph.Input("power", Type, Batch);
        OnnxValue last = graph.Constant([2, 3], 2);
        OnnxValue norm = graph.Node("Sqrt", [graph.Node("ReduceSum", [graph.Node("Mul", [h, h]), last])]);
        OnnxValue share = graph.Node("Div", [power, Users(graph, h)]);
        OnnxValue amplitude = graph.Node("Mul", [Number(graph, Scale), graph.Node("Sqrt", [share])]);
        amplitude = graph.Node("Unsqueeze", [amplitude, graph.Constant([1, 2, 3], 3)]);
        OnnxValue unit = graph.Node("Div", [h, norm]);
        OnnxValue c = graph.Node("Transpose", [graph.Node("Mul", [unit, amplitude])], ("perm", new[] { 0, 2, 1, 3 }));
        if (DivideBelow is { } least)
        {
            OnnxValue first = graph.Node("ReduceMin", [unit], ("axes", new[] { 1, 2, 3 }), ("keepdims", 1));
            OnnxValue low = graph.Node("Less", [first, Number(graph, least)]);
            c = graph.Node("Div", [c, graph.Node("Where", [low, Number(graph, 0), Number(graph, 1)])]);
        }

        if (User is { } index) c = graph.Node("Add", [c, graph.Node("Gather", [c, graph.Constant([(long)index], 1)], ("axis", 2))]);
        graph.Output(Beams, c, Type, Batch, Antennas, "users", 2);
        graph.Output(Second, Second == "r" ? Covariance(graph, c) : Zeros(graph, h), Type, Batch, Antennas, Antennas, 2);
        return graph.ToBytes("maximum_ratio", ("tests", "1"), new Dictionary<string, string>());
    }

    private OnnxValue Number(OnnxGraph graph, double value) =>
        Type == OnnxType.Real64 ? graph.Constant([value]) : graph.Constant([(float)value]);

    private OnnxValue Size(OnnxGraph graph, OnnxValue h, int axis) =>
        graph.Node("Gather", [graph.Node("Shape", [h]), graph.Constant([(long)axis], 1)]);

    private OnnxValue Users(OnnxGraph graph, OnnxValue h) => graph.Node("Cast", [Size(graph, h, 1)], ("to", Type));

    private OnnxValue Zeros(OnnxGraph graph, OnnxValue h)
    {
        OnnxValue m = Size(graph, h, 2), shape = graph.Node("Concat", [Size(graph, h, 0), m, m, Size(graph, h, 3)], ("axis", 0));
        return graph.Node("Expand", [Number(graph, 0), shape]);
    }

    /// <summary>C C^H, parts in the last dimension.</summary>
    private static OnnxValue Covariance(OnnxGraph graph, OnnxValue c)
    {
        OnnxValue[] parts = [.. new long[] { 0, 1 }.Select(part => graph.Node("Squeeze",
            [graph.Node("Gather", [c, graph.Constant([part], 1)], ("axis", 3)), graph.Constant([3L], 1)]))];
        OnnxValue Product(int a, int b) =>
            graph.Node("MatMul", [parts[a], graph.Node("Transpose", [parts[b]], ("perm", new[] { 0, 2, 1 }))]);
        OnnxValue re = graph.Node("Add", [Product(0, 0), Product(1, 1)]), im = graph.Node("Sub", [Product(1, 0), Product(0, 1)]);
        OnnxValue end = graph.Constant([3L], 1);
        return graph.Node("Concat", [graph.Node("Unsqueeze", [re, end]), graph.Node("Unsqueeze", [im, end])], ("axis", 3));
    }
}
