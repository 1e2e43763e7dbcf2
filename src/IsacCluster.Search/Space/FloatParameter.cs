namespace IsacCluster.Search.Space;

/// <summary>A real number in [Low, High], uniform in x or (Log) in log x; with a Step, one of Low + k Step.</summary>
public sealed record FloatParameter : Parameter
{
    private readonly double _from, _span;

    /// <param name="low">Least value; finite, positive with <paramref name="log"/>.</param>
    /// <param name="high">Greatest value, above low; with a step it is lowered to the last multiple.</param>
    /// <param name="log">Default false; not together with a step.</param>
    /// <param name="step">Positive, at most high - low; null: none.</param>
    /// <exception cref="SearchSpaceException">One of these rules is broken.</exception>
    public FloatParameter(string name, double low, double high, bool log = false, double? step = null, Condition? when = null)
        : base(CheckName(name), when)
    {
        if (!double.IsFinite(low)) throw new SearchSpaceException(name, $"low {Text(low)}", "a finite number");
        if (!double.IsFinite(high) || high <= low)
            throw new SearchSpaceException(name, $"high {Text(high)}", $"a finite number above low ({Text(low)})");
        if (!double.IsFinite(high - low))
            throw new SearchSpaceException(name, $"high {Text(high)}", $"at most {Text(double.MaxValue)} above low ({Text(low)})");

        if (log && low <= 0) throw new SearchSpaceException(name, $"low {Text(low)}", "a positive number, as scale is log");
        if (log && step is not null) throw new SearchSpaceException(name, $"step {Text(step.Value)}", "no step, as scale is log");
        if (step is { } s && !(s > 0 && s <= high - low))
        {
            throw new SearchSpaceException(name, $"step {Text(s)}", $"(0, {Text(high - low)}]");
        }

        (Low, High, Log, Step) = (low, high, log, step);
        Steps = step is { } width ? (long)Math.Floor((high - low) / width * (1 + 1e-12)) : 0;
        if (step is { } w) High = Math.Min(high, low + Steps * w);
        _from = log ? Math.Log(low) : low - (step ?? 0) / 2;
        _span = log ? Math.Log(high) - _from : High - low + (step ?? 0);
    }

    public double Low { get; }

    public double High { get; }

    public bool Log { get; }

    public double? Step { get; }

    public override long? Cardinality => Step is null ? null : Steps + 1;

    public override string Allowed =>
        Step is { } step ? $"{Text(Low)} to {Text(High)} in steps of {Text(step)}" : $"[{Text(Low)}, {Text(High)}]";

    /// <summary>Number of steps between the ends.</summary>
    private long Steps { get; }

    public override double FromUnit(double u)
    {
        double t = _from + Math.Clamp(u, 0, 1) * _span;
        return Step is { } step ? AtStep(Math.Round((t - Low) / step)) : Math.Clamp(Log ? Math.Exp(t) : t, Low, High);
    }

    public override double ToUnit(double raw) => Math.Clamp(((Log ? Math.Log(raw) : raw) - _from) / _span, 0, 1);

    public override double CellWidth(double raw) => Step is { } step ? step / _span : 0;

    public override bool Contains(double raw) =>
        raw >= Low && raw <= High && (Step is not { } step || Math.Abs(AtStep(Math.Round((raw - Low) / step)) - raw) <= 1e-9 * step);

    public override ParameterValue ToValue(double raw) => new(ParameterKind.Real, raw, null);

    private double AtStep(double k) => Math.Min(High, Low + Math.Clamp(k, 0, Steps) * Step!.Value);
}
