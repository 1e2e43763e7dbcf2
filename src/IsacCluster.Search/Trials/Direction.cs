namespace IsacCluster.Search.Trials;

/// <summary>Whether less or more is better.</summary>
public enum Direction
{
    Minimize = 0,
    Maximize = 1,
}
