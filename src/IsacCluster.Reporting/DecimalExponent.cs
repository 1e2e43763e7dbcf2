namespace IsacCluster.Reporting;

/// <summary>Numbers as mantissa times a power of ten, over the whole range of doubles: neither 10^308 nor 10^-324 is a factor.</summary>
internal static class DecimalExponent
{
    /// <summary>Below it a power of ten is subnormal or zero.</summary>
    private const int Smallest = -290;
    private const double Lift = 1e290;

    /// <summary>floor(log10 |value|), -324..308; 0 of 0.</summary>
    public static int Of(double value) => value == 0 ? 0 : (int)Math.Floor(Math.Log10(Math.Abs(value)) + 1e-9);

    /// <summary>value / 10^exponent, where the quotient is a double.</summary>
    public static double Mantissa(double value, int exponent) => exponent < Smallest
        ? value * Lift / Math.Pow(10, exponent - Smallest)
        : value / Math.Pow(10, exponent);

    /// <summary>mantissa 10^exponent; infinite or zero beyond the range.</summary>
    public static double Value(double mantissa, int exponent) => exponent < Smallest
        ? mantissa * Math.Pow(10, exponent - Smallest) / Lift
        : mantissa * Math.Pow(10, exponent);
}
