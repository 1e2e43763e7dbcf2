
namespace IsacCluster.Statistics.Tests;

public sealed class CanonicalBytesTests
{
    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(63L)]
    [InlineData(-65L)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Integers_round_trip(long value)
    {
        var writer = new CanonicalWriter();
        writer.WriteSigned(value);
        writer.WriteUnsigned((ulong)value);
        var reader = new CanonicalReader(writer.Written);
        Assert.Equal(value, reader.ReadSigned());
        Assert.Equal((ulong)value, reader.ReadUnsigned());
        reader.EnsureEnd();
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 0x00 })]
    [InlineData(new byte[] { 0xFF, 0x80, 0x00 })]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x81, 0x00 })]
    public void An_integer_has_one_spelling_only(byte[] bytes) =>
        Assert.Throws<InvalidDataException>(() => new CanonicalReader(bytes).ReadUnsigned());

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-0.0)]
    public void Numbers_that_no_statistic_writes_are_refused(double value)
    {
        var writer = new CanonicalWriter();
        writer.WriteDouble(value);
        Assert.Throws<InvalidDataException>(() => new CanonicalReader(writer.Written).ReadFinite());
    }

    [Fact]
    public void Bytes_after_the_end_are_refused() =>
        Assert.Throws<InvalidDataException>(() => new CanonicalReader([0]).EnsureEnd());

    [Fact]
    public void A_negative_count_cannot_be_written() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CanonicalWriter().WriteCount(-1));
}
