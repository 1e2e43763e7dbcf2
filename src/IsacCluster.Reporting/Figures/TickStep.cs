namespace IsacCluster.Reporting.Figures;

/// <summary>
/// A round step between ticks, Tenths 10^(Power - 1) in mantissas: exact, so that labels are the decimals that they should be.
/// </summary>
/// <param name="Tenths">10, 20, 25, 50 or 100.</param>
internal readonly record struct TickStep(int Tenths, int Power)
{
    /// <summary>Exponents whose numbers read well as they are.</summary>
    private const int LeastPlain = -3, MostPlain = 4;

    private const int Beyond = 15;

    public double Size => Tenths / 10.0 * Math.Pow(10, Power);

    /// <summary>The next round step not below a rough one.</summary>
    /// <param name="exponent">Of the mantissas.</param>
    /// <param name="whole">Multiples of the step times 10^exponent are whole numbers.</param>
    public static TickStep Near(double rough, int exponent, bool whole)
    {
        int power = DecimalExponent.Of(rough);
        // Of mantissas below 10 only zero is a multiple of a step as large as that.
        if (whole && power + exponent < 0) return new TickStep(10, Math.Min(-exponent, Beyond));
        double fraction = DecimalExponent.Mantissa(rough, power) * (1 - 1e-9);
        bool quarters = !whole || power + exponent > 0;
        return new TickStep(fraction <= 1 ? 10 : fraction <= 2 ? 20 : fraction <= 2.5 && quarters ? 25 : fraction <= 5 ? 50 : 100, power);
    }

    /// <summary>The multiple of the step: plain, or with a power of ten; as many decimals as tell ticks apart.</summary>
    public string Label(double index, int exponent)
    {
        int decimals = Tenths switch { 25 => 1 - Power, 100 => -1 - Power, _ => -Power };
        bool plain = exponent is >= LeastPlain and <= MostPlain;
        decimal mantissa = Shift((decimal)index * Tenths, Power - 1);
        if (plain) return NumberText.Fixed(Shift(mantissa, exponent), Math.Max(0, decimals - exponent));
        return mantissa == 0 ? "0" : NumberText.Power(NumberText.Fixed(mantissa, Math.Max(0, decimals)), exponent);
    }

    private static decimal Shift(decimal value, int power)
    {
        for (; power > 0; power--) value *= 10;
        for (; power < 0; power++) value /= 10;
        return value;
    }
}
