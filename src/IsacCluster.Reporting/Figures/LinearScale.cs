namespace IsacCluster.Reporting.Figures;

/// <summary>
/// Even steps. It computes with mantissas m = value / 10^e, e that of the larger end, so that neither a margin nor a difference overflows,
/// and counts its ticks, so that a step too small for the values cannot loop.
/// </summary>
internal sealed class LinearScale : IAxisScale
{
    /// <summary>Ends that agree to nine digits are one value to a reader.</summary>
    private const double Indistinct = 1e-9, EqualMargin = 0.1;

    private readonly int _exponent;
    private readonly double _low, _span, _inner;
    private readonly bool _descending;

    /// <param name="margin">Share of high - low, added at both ends.</param>
    public LinearScale(double low, double high, double margin, bool descending = false)
    {
        _descending = descending;
        double largest = Math.Max(Math.Abs(low), Math.Abs(high));
        _exponent = DecimalExponent.Of(largest);
        (double from, double to) = (DecimalExponent.Mantissa(low, _exponent), DecimalExponent.Mantissa(high, _exponent));
        double size = Math.Max(Math.Abs(from), Math.Abs(to));
        double pad = to - from > Indistinct * size ? margin * (to - from) : size > 0 ? EqualMargin * size : 1;
        (_low, _span) = (from - pad, to - from + 2 * pad);
        _inner = Math.Max(to - from, pad);
    }

    public double Place(double value) => PlaceOf(DecimalExponent.Mantissa(value, _exponent));

    public (string Name, double Low, double High) Description
    {
        get
        {
            (double low, double high) = (DecimalExponent.Value(_low, _exponent), DecimalExponent.Value(_low + _span, _exponent));
            return _descending ? ("linear", high, low) : ("linear", low, high);
        }
    }

    /// <param name="whole">Whole numbers only.</param>
    public IReadOnlyList<AxisTick> Ticks(int count, bool whole)
    {
        TickStep step = TickStep.Near(_inner / count, _exponent, whole);
        double first = Math.Ceiling(_low / step.Size - 1e-9), last = Math.Floor((_low + _span) / step.Size + 1e-9);
        int more = (int)Math.Clamp(last - first, -1, 4 * count);
        return
        [
            .. Enumerable.Range(0, more + 1).Select(i => Tick(step, first + i + 0.0)).Where(tick => tick.Place is > -1e-9 and < 1 + 1e-9),
        ];
    }

    private AxisTick Tick(TickStep step, double index) =>
        new(DecimalExponent.Value(index * step.Size, _exponent), PlaceOf(index * step.Size), step.Label(index, _exponent));

    private double PlaceOf(double mantissa)
    {
        double place = (mantissa - _low) / _span;
        return _descending ? 1 - place : place;
    }
}
