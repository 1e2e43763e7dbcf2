using IsacCluster.Isac.Designs;

namespace IsacCluster.Campaigns.Solving.Cases;

/// <summary>One instance of a case file.</summary>
/// <param name="Id">Its name, unique in the file.</param>
/// <param name="Instance">The problem.</param>
/// <param name="RawDesign">The design to project, or null where the case has none.</param>
public sealed record SolveCase(string Id, IsacInstance Instance, Design? RawDesign);
