using IsacCluster.Isac.Catalogues;

namespace IsacCluster.Isac.Arrays;

/// <summary>Parameters of array geometries.</summary>
public static class ArrayParameter
{
    /// <summary>A real number in [low, high].</summary>
    public static ModelParameter<ArrayGeometry> Real<TGeometry>(
        string name, double low, double high, string meaning, Func<TGeometry, double> valueOf, Func<TGeometry, double, TGeometry> with)
        where TGeometry : ArrayGeometry => ModelParameters.Real<ArrayGeometry, TGeometry>(name, low, high, meaning, valueOf, with);

    /// <summary>A whole number in [low, high].</summary>
    public static ModelParameter<ArrayGeometry> Whole<TGeometry>(
        string name, int low, int high, string meaning, Func<TGeometry, int> valueOf, Func<TGeometry, int, TGeometry> with)
        where TGeometry : ArrayGeometry => ModelParameters.Whole<ArrayGeometry, TGeometry>(name, low, high, meaning, valueOf, with);
}
