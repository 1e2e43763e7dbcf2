namespace IsacCluster.Search.Synthetic;

/// <summary>A test function of any number of dimensions.</summary>
/// <param name="Name">In specifications.</param>
/// <param name="Least">Fewest dimensions.</param>
/// <param name="Preset">Dimensions where none are given.</param>
/// <param name="Create">Makes one from its dimensions and its instance, which is 1 where <paramref name="HasInstances"/> is false.</param>
/// <param name="HasInstances">Whether it is moved and turned by a key.</param>
/// <param name="Objectives">Number of values.</param>
public sealed record SyntheticFamily(
    string Name, int Least, int Preset, Func<int, int, SyntheticObjective> Create, bool HasInstances = false, int Objectives = 1)
{
    /// <summary>Most dimensions, and the last instance.</summary>
    public const int MostDimensions = 100, MostInstance = 1_000_000;
}
