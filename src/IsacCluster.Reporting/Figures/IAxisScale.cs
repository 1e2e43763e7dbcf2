namespace IsacCluster.Reporting.Figures;

/// <summary>From values to places: 0 at one end of an axis, 1 at the other.</summary>
internal interface IAxisScale
{
    double Place(double value);
}
