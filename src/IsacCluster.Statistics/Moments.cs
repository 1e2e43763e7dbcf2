namespace IsacCluster.Statistics;

/// <summary>
/// Count, mean, variance and extremes of a metric, from the exact sums of x and x^2: each is the exact value for the given
/// doubles, rounded once, so cancellation cannot hurt (1e9 plus a tiny spread keeps all digits of the spread).
/// </summary>
/// <remarks>Byte form: count; if it is not 0 minimum, maximum, sum, sum of squares.</remarks>
public sealed class Moments : IExactStatistic<Moments>
{
    private readonly ExactSum _sum, _squares;
    private double _min, _max;

    public Moments() : this(new ExactSum(), new ExactSum()) { }

    private Moments(ExactSum sum, ExactSum squares) => (_sum, _squares) = (sum, squares);

    public long Count { get; private set; }

    /// <summary>The smallest value, or null without values.</summary>
    public double? Min => Count > 0 ? _min : null;

    /// <summary>The largest value, or null without values.</summary>
    public double? Max => Count > 0 ? _max : null;

    /// <summary>The sum of x, exactly.</summary>
    public Dyadic Sum => _sum.ToDyadic();

    /// <summary>The sum of x^2, exactly.</summary>
    public Dyadic SumOfSquares => _squares.ToDyadic();

    /// <summary>sum x / n, correctly rounded; null without values.</summary>
    public double? Mean => Count > 0 ? Dyadic.Quotient(Sum, Count) : null;

    /// <summary>The root of the unbiased variance, to one unit in the last place; null for n &lt; 2.</summary>
    public double? StandardDeviation => Count > 1 ? Dyadic.SquareRootOfQuotient(Central.Square, (Dyadic)Count * (Count - 1)) : null;

    /// <summary>n, sum x and n sum x^2 - (sum x)^2, for several uses of one state.</summary>
    public CentralMoments Central
    {
        get
        {
            Dyadic sum = Sum;
            return new CentralMoments(Count, sum, SumOfSquares * Count - sum * sum);
        }
    }

    /// <summary>Adds a value. A negative zero counts as zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite; nothing has changed then.</exception>
    public void Add(double value)
    {
        value += 0.0;
        _sum.Add(value);
        _squares.AddProduct(value, value);
        _min = Count == 0 || value < _min ? value : _min;
        _max = Count == 0 || value > _max ? value : _max;
        Count++;
    }

    public void Merge(Moments other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Count == 0) return;
        _min = Count == 0 ? other._min : Math.Min(_min, other._min);
        _max = Count == 0 ? other._max : Math.Max(_max, other._max);
        Count = checked(Count + other.Count);
        _sum.Merge(other._sum);
        _squares.Merge(other._squares);
    }

    public void WriteTo(CanonicalWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteCount(Count);
        if (Count == 0) return;
        writer.WriteDouble(_min);
        writer.WriteDouble(_max);
        _sum.WriteTo(writer);
        _squares.WriteTo(writer);
    }

    public static Moments ReadFrom(ref CanonicalReader reader)
    {
        long count = reader.ReadCount();
        if (count == 0) return new Moments();
        double min = reader.ReadFinite(), max = reader.ReadFinite();
        ExactSum sum = ExactSum.ReadFrom(ref reader), squares = ExactSum.ReadFrom(ref reader);
        var moments = new Moments(sum, squares) { Count = count, _min = min, _max = max };
        if (!(min <= max) || moments.Central.Square.Sign < 0)
            throw new InvalidDataException("Moments that no values have: minimum above maximum, or a negative variance.");
        return moments;
    }
}

/// <summary>The exact first and second moment of one variable, n times the sum of squares about the mean; never negative.</summary>
public readonly record struct CentralMoments(long Count, Dyadic Sum, Dyadic Square);
