using System.Globalization;

namespace IsacCluster.Search.Space;

/// <summary>
/// An integer in [Low, High], uniform or (Log) with the cells [k - 1/2, k + 1/2] uniform in log x; with a Step, Low + k Step.
/// </summary>
public sealed record IntParameter : Parameter
{
    /// <summary>Integers up to here are exact as raw numbers: 2^53.</summary>
    public const long Largest = 1L << 53;

    private readonly double _from, _span;

    /// <param name="low">Least value; at least 1 with <paramref name="log"/>.</param>
    /// <param name="high">Greatest value, not below low; with a step it is lowered to the last multiple.</param>
    /// <param name="log">Default false; not together with a step other than 1.</param>
    /// <param name="step">At least 1, the default.</param>
    /// <exception cref="SearchSpaceException">One of these rules is broken.</exception>
    public IntParameter(string name, long low, long high, bool log = false, long step = 1, Condition? when = null)
        : base(CheckName(name), when)
    {
        if (low is < -Largest or > Largest) throw new SearchSpaceException(name, $"low {Text(low)}", $"[-2^53, 2^53]");
        if (high < low || high > Largest) throw new SearchSpaceException(name, $"high {Text(high)}", $"[{Text(low)}, 2^53]");
        if (log && low < 1) throw new SearchSpaceException(name, $"low {Text(low)}", "at least 1, as scale is log");
        if (step < 1 || (log && step != 1))
        {
            throw new SearchSpaceException(name, $"step {Text(step)}", log ? "1, as scale is log" : "at least 1");
        }

        (Low, Log, Step) = (low, log, step);
        High = low + (high - low) / step * step;
        _from = log ? Math.Log(low - 0.5) : low - step / 2.0;
        _span = (log ? Math.Log(High + 0.5) : High + step / 2.0) - _from;
    }

    public long Low { get; }

    public long High { get; }

    public bool Log { get; }

    public long Step { get; }

    public override long? Cardinality => (High - Low) / Step + 1;

    public override string Allowed =>
        Step == 1 ? $"an integer in [{Text(Low)}, {Text(High)}]" : $"{Text(Low)} to {Text(High)} in steps of {Text(Step)}";

    public override double FromUnit(double u)
    {
        double t = _from + Math.Clamp(u, 0, 1) * _span;
        double k = Math.Round(((Log ? Math.Exp(t) : t) - Low) / Step);
        return Low + Math.Clamp(k, 0, (High - Low) / Step) * Step;
    }

    public override double ToUnit(double raw) => Math.Clamp(((Log ? Math.Log(raw) : raw) - _from) / _span, 0, 1);

    public override double CellWidth(double raw) => (Log ? Math.Log((raw + 0.5) / (raw - 0.5)) : Step) / _span;

    public override bool Contains(double raw) => raw >= Low && raw <= High && (raw - Low) % Step == 0;

    public override ParameterValue ToValue(double raw) => new(ParameterKind.Whole, raw, null);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
