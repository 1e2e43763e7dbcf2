namespace IsacCluster.Networks.Onnx;

/// <summary>Types of the elements of a tensor, by their numbers in ONNX.</summary>
public enum OnnxType
{
    Real32 = 1,
    Whole64 = 7,
    Truth = 9,
    Real64 = 11,
}

/// <summary>A tensor within a graph: an input, a constant, or what a node makes.</summary>
public readonly record struct OnnxValue(string Name);

/// <summary>A dimension of an input or output: a number, or the name of one that is known when the graph runs.</summary>
public readonly record struct OnnxDimension(long? Size, string? Name)
{
    public static implicit operator OnnxDimension(int size) => new(size, null);

    public static implicit operator OnnxDimension(string name) => new(null, name);

    public static OnnxDimension FromInt32(int size) => size;

    public static OnnxDimension FromString(string name) => name;
}
