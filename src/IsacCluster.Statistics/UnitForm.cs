namespace IsacCluster.Statistics;

/// <summary>The linear form A x + B y + C m of two variables and the weight of a unit.</summary>
/// <param name="X">Index of x.</param>
/// <param name="Y">Index of y, another one; null if the form has none, and B is 0 then.</param>
internal readonly record struct UnitForm(int X, int? Y, Dyadic A, Dyadic B, Dyadic C)
{
    /// <summary>factor this - other factor other; both are of the same variables.</summary>
    public UnitForm Minus(UnitForm other, Dyadic factor, Dyadic otherFactor) => this with
    {
        A = factor * A - otherFactor * other.A,
        B = factor * B - otherFactor * other.B,
        C = factor * C - otherFactor * other.C,
    };
}
