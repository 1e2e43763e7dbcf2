using System.Globalization;

namespace IsacCluster.Reporting.Figures;

/// <summary>
/// Shares p in per cent, even in decades of what is missing to 100, u = -log10(1 - p/100), so that 99.4 and 99.94 stand apart; or of the
/// share itself, u = log10(p/100). What u cannot show, 100 or 0, stands beyond the last value, with a tick of its own.
/// </summary>
internal sealed class ShareScale : IAxisScale
{
    private const double LeastSpan = 0.3, Margin = 0.06, CapShare = 0.14, CapRoom = 0.09;

    /// <summary>Narrower ranges have ticks between the decades.</summary>
    private const double FewDecades = 1.6;

    private const int MostDecades = 12;
    private readonly bool _nines;
    private readonly double _low, _span;

    /// <param name="percents">What has a place; beyond 0 to 100 it stands at the end.</param>
    /// <param name="nines">Decades of what is missing to 100.</param>
    public ShareScale(IReadOnlyCollection<double> percents, bool nines)
    {
        _nines = nines;
        double[] known = [.. percents.Select(Transformed).Where(double.IsFinite)];
        double from = known.DefaultIfEmpty(nines ? 1 : -2).Min(), to = known.DefaultIfEmpty(nines ? 2 : -1).Max();
        double lack = Math.Max(0, LeastSpan - (to - from)) / 2;
        (from, to) = nines ? (Math.Max(0, from - lack), to + lack) : (from - lack, Math.Min(0, to + lack));
        double gap = Math.Max(LeastSpan / 2, CapShare * (to - from));
        if (percents.Any(percent => !double.IsFinite(Transformed(percent))))
        {
            Cap = nines ? to + gap : from - gap;
            (from, to) = (Math.Min(from, Cap.Value), Math.Max(to, Cap.Value));
        }

        _low = from - Margin * (to - from);
        _span = (to - from) * (1 + 2 * Margin);
    }

    public double? Cap { get; }

    public (string Name, double Low, double High) Description => (_nines ? "nines" : "few", _low, _low + _span);

    public double Place(double value)
    {
        double at = Transformed(value);
        return ((double.IsFinite(at) ? at : Cap ?? at) - _low) / _span;
    }

    public IReadOnlyList<AxisTick> Ticks()
    {
        decimal[] mantissas = _span <= FewDecades ? [1, 2, 5] : [1];
        var ticks = from decade in Enumerable.Range(0, MostDecades)
                    from mantissa in mantissas
                    let share = 100 * mantissa / Power(decade)
                    where share <= 100
                    let percent = _nines ? 100 - share : share
                    let place = Place((double)percent)
                    where place is >= 0 and <= 1 && double.IsFinite(Transformed((double)percent)) && !IsNearCap(place)
                    select new AxisTick((double)percent, place, percent.ToString("0.##########", CultureInfo.InvariantCulture));
        var all = ticks.DistinctBy(tick => tick.Label).ToList();
        double end = _nines ? 100 : 0;
        if (Cap is not null) all.Add(new AxisTick(end, Place(end), NumberText.Fixed(end, 0)));
        return [.. all.OrderBy(tick => tick.Place)];
    }

    /// <summary>Its label would stand in that of the cap.</summary>
    private bool IsNearCap(double place) => Cap is { } cap && Math.Abs(place - (cap - _low) / _span) < CapRoom;

    private static decimal Power(int decade) => Enumerable.Repeat(10m, decade).Aggregate(1m, (product, ten) => product * ten);

    private double Transformed(double percent)
    {
        double share = Math.Clamp(percent, 0, 100) / 100;
        return _nines ? -Math.Log10(1 - share) : Math.Log10(share);
    }
}
