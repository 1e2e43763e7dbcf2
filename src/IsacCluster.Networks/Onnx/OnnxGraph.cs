using System.Globalization;
using System.Runtime.InteropServices;

namespace IsacCluster.Networks.Onnx;

/// <summary>
/// A graph of ONNX operators (opset 17, https://onnx.ai/onnx/operators) that grows node by node, and the file of it. The numbers of the
/// fields are those of onnx.proto.
/// </summary>
public sealed class OnnxGraph
{
    /// <summary>The version of the file format and of the operators; runtimes since 2022 know both.</summary>
    public const int IrVersion = 8, Opset = 17;

    private readonly OnnxGraph _root;
    private readonly List<Action<WireWriter>> _nodes = [], _constants = [], _inputs = [], _outputs = [];
    private readonly Dictionary<(OnnxType Type, string Shape, string Bytes), OnnxValue> _known = [];
    private int _count;

    public OnnxGraph() => _root = this;

    /// <summary>The body of a loop, which sees the values and has the constants of the whole graph.</summary>
    private OnnxGraph(OnnxGraph root) => _root = root;

    public OnnxValue Input(string name, OnnxType type, params OnnxDimension[] shape)
    {
        _inputs.Add(writer => WriteValue(writer, name, type, shape));
        return new OnnxValue(name);
    }

    /// <summary>Names a value and makes it an output.</summary>
    public void Output(string name, OnnxValue value, OnnxType type, params OnnxDimension[] shape)
    {
        _nodes.Add(writer => WriteNode(writer, "Identity", [value], [new OnnxValue(name)], []));
        _outputs.Add(writer => WriteValue(writer, name, type, shape));
    }

    /// <param name="shape">Empty: one number.</param>
    public OnnxValue Constant(ReadOnlySpan<float> values, params int[] shape) =>
        Constant(OnnxType.Real32, MemoryMarshal.AsBytes(values), values.Length, shape);

    public OnnxValue Constant(ReadOnlySpan<double> values, params int[] shape) =>
        Constant(OnnxType.Real64, MemoryMarshal.AsBytes(values), values.Length, shape);

    public OnnxValue Constant(ReadOnlySpan<long> values, params int[] shape) =>
        Constant(OnnxType.Whole64, MemoryMarshal.AsBytes(values), values.Length, shape);

    /// <summary>What an operator makes of its inputs.</summary>
    /// <param name="attributes">Values are int or long, float, OnnxType, int[] or long[].</param>
    public OnnxValue Node(string op, IReadOnlyList<OnnxValue> inputs, params (string Name, object Value)[] attributes) =>
        Nodes(op, inputs, 1, attributes)[0];

    /// <summary>As <see cref="Node"/>, of several outputs.</summary>
    public OnnxValue[] Nodes(
        string op, IReadOnlyList<OnnxValue> inputs, int outputs, params (string Name, object Value)[] attributes)
    {
        OnnxValue[] made = [.. Enumerable.Range(0, outputs).Select(_ => Next())];
        _nodes.Add(writer => WriteNode(writer, op, inputs, made, attributes));
        return made;
    }

    /// <summary>Repeats a body on some values, as long as a condition holds that it also returns, and returns the last values.</summary>
    /// <param name="most">Repetitions at most.</param>
    /// <param name="start">The first values and their types.</param>
    /// <param name="condition">Whether to begin at all.</param>
    /// <param name="body">From its graph and the values to whether to go on and the next values.</param>
    public OnnxValue[] Loop(
        int most, OnnxValue condition, IReadOnlyList<(OnnxValue Value, OnnxType Type)> start,
        Func<OnnxGraph, OnnxValue[], (OnnxValue GoesOn, OnnxValue[] Values)> body)
    {
        var inner = new OnnxGraph(_root);
        OnnxValue index = Next(), given = Next();
        OnnxValue[] values = [.. start.Select(_ => Next())];
        (OnnxValue goesOn, OnnxValue[] next) = body(inner, values);
        (string Name, OnnxType Type, OnnxDimension[]? Shape)[] inputs =
        [
            (index.Name, OnnxType.Whole64, []), (given.Name, OnnxType.Truth, []),
            .. values.Zip(start, (value, of) => (value.Name, of.Type, (OnnxDimension[]?)null)),
        ];
        (string Name, OnnxType Type, OnnxDimension[]? Shape)[] outputs =
        [
            (goesOn.Name, OnnxType.Truth, []), .. next.Zip(start, (value, of) => (value.Name, of.Type, (OnnxDimension[]?)null)),
        ];
        foreach ((string name, OnnxType type, OnnxDimension[]? shape) in inputs)
            inner._inputs.Add(writer => WriteValue(writer, name, type, shape));
        foreach ((string name, OnnxType type, OnnxDimension[]? shape) in outputs)
            inner._outputs.Add(writer => WriteValue(writer, name, type, shape));
        return Nodes("Loop", [Constant([(long)most]), condition, .. start.Select(of => of.Value)], start.Count, ("body", inner));
    }

    /// <summary>The bytes of the file.</summary>
    /// <param name="producer">Name and version of the program that writes it.</param>
    /// <param name="metadata">Texts about the model.</param>
    public byte[] ToBytes(string name, (string Name, string Version) producer, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var model = new WireWriter();
        model.Number(1, IrVersion);
        model.Text(2, producer.Name);
        model.Text(3, producer.Version);
        model.Message(7, graph => Write(graph, name));
        model.Message(8, opset =>
        {
            opset.Text(1, "");
            opset.Number(2, Opset);
        });
        foreach ((string key, string value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            model.Message(14, entry =>
            {
                entry.Text(1, key);
                entry.Text(2, value);
            });
        }

        return model.ToBytes();
    }

    private void Write(WireWriter graph, string name)
    {
        foreach (Action<WireWriter> node in _nodes) graph.Message(1, node);
        graph.Text(2, name);
        foreach (Action<WireWriter> constant in _constants) graph.Message(5, constant);
        foreach (Action<WireWriter> input in _inputs) graph.Message(11, input);
        foreach (Action<WireWriter> output in _outputs) graph.Message(12, output);
    }

    private OnnxValue Next() => new(string.Create(CultureInfo.InvariantCulture, $"v{_root._count++}"));

    /// <summary>Equal constants are one.</summary>
    private OnnxValue Constant(OnnxType type, ReadOnlySpan<byte> bytes, int count, int[] shape)
    {
        if (shape.Aggregate(1, static (product, size) => product * size) != count)
            throw new ArgumentException($"{count} numbers do not fill ({string.Join(", ", shape)}).", nameof(shape));
        byte[] raw = bytes.ToArray();
        (OnnxType, string, string) key = (type, string.Join(',', shape), Convert.ToHexString(raw));
        if (_root._known.TryGetValue(key, out OnnxValue known)) return known;
        OnnxValue value = _root._known[key] = Next();
        _root._constants.Add(writer => WriteTensor(writer, value.Name, type, shape, raw));
        return value;
    }

    private static void WriteTensor(WireWriter writer, string name, OnnxType type, int[] shape, byte[] raw)
    {
        foreach (int size in shape) writer.Number(1, size);
        writer.Number(2, (long)type);
        writer.Text(8, name);
        writer.Bytes(9, raw);
    }

    private static void WriteNode(
        WireWriter writer, string op, IReadOnlyList<OnnxValue> inputs, OnnxValue[] outputs, (string Name, object Value)[] attributes)
    {
        foreach (OnnxValue input in inputs) writer.Text(1, input.Name);
        foreach (OnnxValue output in outputs) writer.Text(2, output.Name);
        writer.Text(4, op);
        foreach ((string name, object value) in attributes) writer.Message(5, attribute => WriteAttribute(attribute, name, value));
    }

    private static void WriteAttribute(WireWriter writer, string name, object value)
    {
        const int type = 20, isFloat = 1, isInt = 2, isGraph = 5, areInts = 7;
        writer.Text(1, name);
        switch (value)
        {
            case float number:
                writer.Single(2, number);
                writer.Number(type, isFloat);
                break;
            case int or long or OnnxType:
                writer.Number(3, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                writer.Number(type, isInt);
                break;
            case OnnxGraph graph:
                writer.Message(6, body => graph.Write(body, name));
                writer.Number(type, isGraph);
                break;
            case int[] numbers:
                foreach (int number in numbers) writer.Number(8, number);
                writer.Number(type, areInts);
                break;
            case long[] numbers:
                foreach (long number in numbers) writer.Number(8, number);
                writer.Number(type, areInts);
                break;
            default: throw new ArgumentException($"{value.GetType().Name} is no type of an attribute here.", nameof(value));
        }
    }

    /// <param name="shape">Null: any.</param>
    private static void WriteValue(WireWriter writer, string name, OnnxType type, OnnxDimension[]? shape)
    {
        writer.Text(1, name);
        writer.Message(2, of => of.Message(1, tensor =>
        {
            tensor.Number(1, (long)type);
            if (shape is null) return;
            tensor.Message(2, sizes =>
            {
                foreach (OnnxDimension dimension in shape)
                {
                    sizes.Message(1, size =>
                    {
                        if (dimension.Size is { } number) size.Number(1, number);
                        else size.Text(2, dimension.Name!);
                    });
                }
            });
        }));
    }
}
