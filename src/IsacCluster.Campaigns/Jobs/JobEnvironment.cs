namespace IsacCluster.Campaigns.Jobs;

/// <summary>Where a job was submitted from.</summary>
/// <param name="SpecPath">Path of the specification, for messages and for relative paths in it.</param>
/// <param name="OutputFolder">Absolute path of the folder that the user named for results (--out).</param>
public sealed record JobEnvironment(string SpecPath, string OutputFolder);
