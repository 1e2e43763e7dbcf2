namespace IsacCluster.Reporting.Figures;

/// <summary>From values to places: 0 at one end of an axis, 1 at the other.</summary>
internal interface IAxisScale
{
    double Place(double value);

    /// <summary>How the page's script computes the same places: the transformation of values, and what it gives at both ends.</summary>
    (string Name, double Low, double High) Description { get; }

    /// <summary>Where values stand that the transformation cannot show; null where there are none.</summary>
    double? Cap => null;
}
