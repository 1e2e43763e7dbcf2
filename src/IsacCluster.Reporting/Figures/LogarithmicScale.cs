namespace IsacCluster.Reporting.Figures;

/// <summary>Even decades.</summary>
internal sealed class LogarithmicScale : IAxisScale
{
    private const double LeastDecades = 0.2;
    private const int MostDecades = 10;
    private readonly double _low, _span;

    /// <param name="low">Positive.</param>
    public LogarithmicScale(double low, double high, double marginLow, double marginHigh)
    {
        (double from, double to) = (Math.Log10(low), Math.Log10(high));
        double lack = Math.Max(0, LeastDecades - (to - from)) / 2;
        (from, to) = (from - lack, to + lack);
        double span = to - from;
        (_low, _span) = (from - marginLow * span, span * (1 + marginLow + marginHigh));
    }

    public (string Name, double Low, double High) Description => ("log", _low, _low + _span);

    public double Place(double value) => PlaceOf(Math.Log10(value));

    public IReadOnlyList<AxisTick> Ticks()
    {
        int[] mantissas = _span switch { <= 1.2 => [1, 2, 3, 5, 7], <= 3 => [1, 2, 5], _ => [1] };
        int stride = (int)Math.Ceiling(_span / MostDecades);
        int first = (int)Math.Floor(_low), last = (int)Math.Ceiling(_low + _span);
        var ticks = from decade in Enumerable.Range(first, last - first + 1)
                    where decade % stride == 0
                    from mantissa in mantissas
                    let place = PlaceOf(decade + Math.Log10(mantissa))
                    let value = DecimalExponent.Value(mantissa, decade)
                    where place is >= -1e-9 and <= 1 + 1e-9 && value > 0 && double.IsFinite(value)
                    select new AxisTick(value, place, NumberText.Tick(mantissa, decade));
        return [.. ticks];
    }

    private double PlaceOf(double logarithm) => (logarithm - _low) / _span;
}
