using IsacCluster.Networks.Onnx;

namespace IsacCluster.Networks.Export;

/// <summary>
/// A tensor of a graph that is being written, with the operators that the networks need. Reductions keep their dimensions.
/// </summary>
internal readonly record struct Tensor(OnnxGraph Graph, OnnxValue Value)
{
    public static Tensor operator +(Tensor a, Tensor b) => a.With("Add", b);

    public static Tensor operator -(Tensor a, Tensor b) => a.With("Sub", b);

    public static Tensor operator *(Tensor a, Tensor b) => a.With("Mul", b);

    public static Tensor operator /(Tensor a, Tensor b) => a.With("Div", b);

    public static Tensor operator -(Tensor a) => a.Apply("Neg");

    /// <summary>With a number as float64.</summary>
    public static Tensor operator +(Tensor a, double b) => a + a.Number(b);

    public static Tensor operator -(double a, Tensor b) => b.Number(a) - b;

    public static Tensor operator *(double a, Tensor b) => b.Number(a) * b;

    public static Tensor operator /(double a, Tensor b) => b.Number(a) / b;

    /// <summary>The same value in the body of a loop.</summary>
    public Tensor In(OnnxGraph graph) => this with { Graph = graph };

    public Tensor MatMul(Tensor other) => With("MatMul", other);

    public Tensor Sqrt() => Apply("Sqrt");

    public Tensor Exp() => Apply("Exp");

    public Tensor Log() => Apply("Log");

    public Tensor Most(double least) => With("Max", Number(least));

    public Tensor Cast(OnnxType type) => Apply("Cast", ("to", type));

    /// <summary>1 where it is true.</summary>
    public Tensor Where(Tensor yes, Tensor no) => new(Graph, Graph.Node("Where", [Value, yes.Value, no.Value]));

    public Tensor Sum(params long[] axes) => With("ReduceSum", Whole(axes));

    public Tensor Mean(params int[] axes) => Apply("ReduceMean", ("axes", axes));

    public Tensor Largest(params int[] axes) => Apply("ReduceMax", ("axes", axes));

    /// <summary>Exchanges the last two of three dimensions.</summary>
    public Tensor Turned() => Apply("Transpose", ("perm", new[] { 0, 2, 1 }));

    public Tensor Unsqueeze(params long[] axes) => With("Unsqueeze", Whole(axes));

    public Tensor Squeeze(params long[] axes) => With("Squeeze", Whole(axes));

    public Tensor Columns(int axis, params long[] indices) => With("Gather", Whole(indices), ("axis", axis));

    /// <summary>A range of indices of a dimension.</summary>
    public Tensor Slice(int axis, long start, long end) => new(
        Graph, Graph.Node("Slice", [Value, Whole(start).Value, Whole(end).Value, Whole(axis).Value]));

    /// <summary>The two halves of a dimension.</summary>
    public (Tensor First, Tensor Second) Halves(int axis)
    {
        OnnxValue[] halves = Graph.Nodes("Split", [Value], 2, ("axis", axis));
        return (new Tensor(Graph, halves[0]), new Tensor(Graph, halves[1]));
    }

    public Tensor Beside(int axis, params Tensor[] others) =>
        new(Graph, Graph.Node("Concat", [Value, .. others.Select(other => other.Value)], ("axis", axis)));

    /// <summary>0: the dimension stays; -1: what is left.</summary>
    public Tensor Reshape(params long[] shape) => With("Reshape", Whole(shape));

    public Tensor Expand(Tensor shape) => With("Expand", shape);

    public Tensor Shape() => Apply("Shape");

    public Tensor Apply(string op, params (string Name, object Value)[] attributes) => new(Graph, Graph.Node(op, [Value], attributes));

    public Tensor With(string op, Tensor other, params (string Name, object Value)[] attributes) =>
        new(Graph, Graph.Node(op, [Value, other.Value], attributes));

    public Tensor Number(double value) => new(Graph, Graph.Constant([value]));

    public Tensor Array(double[] values, params int[] shape) => new(Graph, Graph.Constant(values, shape));

    public Tensor Array(ReadOnlySpan<float> values, params int[] shape) => new(Graph, Graph.Constant(values, shape));

    public Tensor Whole(params long[] values) => new(Graph, Graph.Constant(values, values.Length));
}
