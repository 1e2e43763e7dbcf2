using System.Buffers.Binary;
using System.Text;
using IsacCluster.Networks.Models;

namespace IsacCluster.Networks.Tests.Models;

public sealed class SafetensorsFileTests
{
    private const string Twelve = "\"shape\":[3],\"data_offsets\":[0,12]";

    [Fact]
    public void Tensors_and_metadata_come_back()
    {
        NamedTensor[] tensors =
        [
            new("a.weight", [2, 3], new float[] { 1, -2, 3.5f, float.Epsilon, float.MaxValue, -0f }),
            new("a.bias", [2], new float[] { 0.1f, 7 }),
            new("empty", [0, 5], ReadOnlyMemory<float>.Empty),
            new("scalar", [], new float[] { 5 }),
        ];
        byte[] file = SafetensorsFile.Write(tensors, [new("format", "x"), new("text", "line\n\"quoted\" \u00e9")]);
        SafetensorsFile read = SafetensorsFile.Parse(file);
        Assert.Equal("line\n\"quoted\" \u00e9", read.Metadata["text"]);
        Assert.Equal(tensors.Length, read.Tensors.Count);
        foreach (NamedTensor tensor in tensors)
        {
            NamedTensor same = read.Tensors.Single(candidate => candidate.Name == tensor.Name);
            Assert.Equal(tensor.Shape, same.Shape);
            Assert.Equal(tensor.Values.ToArray(), same.Values.ToArray());
        }
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        byte[] file = SafetensorsFile.Write([new("b", [1, 2], new float[] { 1, 2 })], [new("k", "v")]);
        const string header = "{\"__metadata__\":{\"k\":\"v\"},\"b\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";
        int padded = (header.Length + 7) / 8 * 8;
        Assert.Equal((ulong)padded, BinaryPrimitives.ReadUInt64LittleEndian(file));
        Assert.Equal(header.PadRight(padded), Encoding.UTF8.GetString(file, 8, padded));
        Assert.Equal([0, 0, 0x80, 0x3F, 0, 0, 0, 0x40], file[(8 + padded)..]);
    }

    [Fact]
    public void Brain_floats_are_rounded_to_nearest_even()
    {
        float[] values = [1, 1 + 1f / 256, 1 + 3f / 256, 1 + 1.01f / 256, -3.14159f, 1e-39f];
        SafetensorsFile read = SafetensorsFile.Parse(SafetensorsFile.Write([new("x", [6], values)], [], WeightPrecision.Bfloat16));
        float[] rounded = read.Tensors[0].Values.ToArray();
        Assert.Equal([1, 1, 1 + 1f / 64, 1 + 1f / 128], rounded[..4]);
        Assert.Equal(-3.140625f, rounded[4]);
        Assert.Equal(values[5], rounded[5], 1e-40f);
    }

    [Fact]
    public void Half_floats_are_read()
    {
        byte[] file = File("{\"x\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}", [0x00, 0x3C, 0x00, 0xC1]);
        Assert.Equal([1f, -2.5f], SafetensorsFile.Parse(file).Tensors[0].Values.ToArray());
    }

    [Theory]
    [InlineData("{\"x\":{\"dtype\":\"F64\"," + Twelve + "}}", "type \"F64\"")]
    [InlineData("{\"x\":{\"dtype\":3," + Twelve + "}}", "type 3")]
    [InlineData("{\"x\":{" + Twelve + "}}", "exactly")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"more\":1," + Twelve + "}}", "exactly")]
    [InlineData("{\"x\":{\"dtype\":\"F32\"," + Twelve + "},\"x\":{\"dtype\":\"F32\"," + Twelve + "}}", "JSON")]
    [InlineData("{\"x\":{\"dtype\":\"F32\"," + Twelve + "},\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "overlaps")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[4,16]}}", "hole")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", "cut off")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", "belong to no tensor")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,12]}}", "needs 16 bytes")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[-3],\"data_offsets\":[0,12]}}", "integers from 0")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,12]}}", "integers from 0")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":3,\"data_offsets\":[0,12]}}", "not a list")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[12,0]}}", "ascending")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0]}}", "two data_offsets")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647],\"data_offsets\":[0,12]}}", "too large")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", "too large")]
    [InlineData("{\"x\":5}", "not an object")]
    [InlineData("{\"__metadata__\":{\"a\":1},\"x\":{\"dtype\":\"F32\"," + Twelve + "}}", "not a text")]
    [InlineData("{\"__metadata__\":[],\"x\":{\"dtype\":\"F32\"," + Twelve + "}}", "not an object")]
    [InlineData("{\"x\":{\"dtype\":\"F32\"," + Twelve + "}", "JSON")]
    [InlineData(" {}", "start with")]
    [InlineData("", "start with")]
    [InlineData("{}", "belong to no tensor")]
    [InlineData("{\"x\":[[[[[[[[[[1]]]]]]]]]]}", "JSON")]
    public void A_header_that_is_wrong_is_refused(string header, string reason) => AssertRefused(File(header, new byte[12]), reason);

    [Fact]
    public void A_wrong_length_is_refused()
    {
        byte[] file = SafetensorsFile.Write([new("x", [3], new float[3])], []);
        for (int length = 0; length < file.Length; length++) AssertRefused(file[..length], "");
        AssertRefused([.. file, 0], "belong to no tensor");
        BinaryPrimitives.WriteUInt64LittleEndian(file, ulong.MaxValue);
        AssertRefused(file, "too long");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Values_that_are_not_finite_are_neither_read_nor_written(float value)
    {
        byte[] file = SafetensorsFile.Write([new("x", [1], new float[1])], []);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(file.Length - 4), value);
        AssertRefused(file, "holds");
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write([new("x", [1], new[] { value })], []));
    }

    [Fact]
    public void What_cannot_be_read_back_is_not_written()
    {
        NamedTensor tensor = new("x", [1], new float[1]);
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write([tensor, tensor], []));
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write([tensor with { Shape = [2] }], []));
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write([tensor with { Name = "__metadata__" }], []));
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write([tensor], [new("k", "1"), new("k", "2")]));
        Assert.Throws<ArgumentException>(
            () => SafetensorsFile.Write([new("x", [1], new[] { float.MaxValue })], [], WeightPrecision.Bfloat16));
    }

    private static void AssertRefused(byte[] file, string reason)
    {
        string message = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Parse(file)).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private static byte[] File(string header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)Encoding.UTF8.GetByteCount(header));
        return [.. length, .. Encoding.UTF8.GetBytes(header), .. data];
    }
}
