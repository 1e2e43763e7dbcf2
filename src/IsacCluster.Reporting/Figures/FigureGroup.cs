namespace IsacCluster.Reporting.Figures;

/// <summary>Figures that share a heading and a legend.</summary>
/// <param name="Note">What the group leaves out or does, in a sentence; empty if nothing.</param>
public sealed record FigureGroup(string Title, string Note, IReadOnlyList<LegendEntry> Legend, IReadOnlyList<RenderedFigure> Figures);
