namespace IsacCluster.Architecture.Tests.Folders;

/// <summary>Folders that use each other, directly or around: the strongly connected components of more than one folder.</summary>
internal static class FolderCircles
{
    /// <summary>
    /// For each circle, the uses between its folders; empty if there is an order in which every folder uses earlier ones only.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<FolderUse>> Among(IReadOnlyList<FolderUse> uses)
    {
        var reached = uses.SelectMany(use => new[] { use.From, use.To }).Distinct().ToDictionary(folder => folder, Reached);
        return [.. uses.Where(use => reached[use.To].Contains(use.From))
            .GroupBy(use => reached[use.From].Where(other => reached[other].Contains(use.From)).Min(StringComparer.Ordinal))
            .Select(circle => circle.ToList())];

        HashSet<string> Reached(string start)
        {
            HashSet<string> found = [];
            Stack<string> open = new([start]);
            while (open.TryPop(out string? folder))
            {
                foreach (FolderUse use in uses.Where(use => use.From == folder && found.Add(use.To))) open.Push(use.To);
            }

            return found;
        }
    }

    /// <summary>A line for each use of each circle; empty if there is none.</summary>
    public static string Describe(IReadOnlyList<IReadOnlyList<FolderUse>> circles) => string.Join('\n', circles.SelectMany((circle, i) =>
        circle.Select(use => use.ToString()).Order(StringComparer.Ordinal).Prepend($"Circle {i + 1}:")));
}
