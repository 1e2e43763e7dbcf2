namespace IsacCluster.Cluster.Stores;

/// <summary>Something about a store that a cluster should not run on, or not without a word.</summary>
/// <param name="Refuses">Whether no silo may join over it: it would drop what it was given.</param>
/// <param name="Text">What is wrong, the setting, and what is right; one line without a full stop.</param>
internal readonly record struct StoreFinding(bool Refuses, string Text);
