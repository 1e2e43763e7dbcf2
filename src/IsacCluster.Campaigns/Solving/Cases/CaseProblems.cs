using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Isac.Designs;
using IsacCluster.Jobs;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Solving.Cases;

/// <summary>The problems of `isac solve --problems`: the baselines of the catalogue, the projection and the minimum power.</summary>
public static class CaseProblems
{
    public const string Projection = "projection", MinimumPower = "min-power";

    /// <summary>All of them, in the order of the output: those that can be infeasible, then those that always have a design.</summary>
    public static IReadOnlyList<string> All => [.. Baselines.Select(entry => entry.Name), Projection, MinimumPower];

    /// <summary>What is solved when the option is not given; the projection then only where a case has a raw design.</summary>
    public static IReadOnlyList<string> Default =>
        [.. Baselines.Where(entry => entry.InDefaultSolve).Select(entry => entry.Name), Projection, MinimumPower];

    /// <summary>Whether a problem exists for an instance: with a criterion, only for baselines that optimise it.</summary>
    public static bool CanSolve(string problem, IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance.Criterion is not { } criterion
            || (AlgorithmCatalog.Baselines.FirstOrDefault(entry => entry.Name == problem)?.Optimises(criterion) ?? true);
    }

    private static IEnumerable<BaselineEntry> Baselines =>
        AlgorithmCatalog.Baselines.OrderBy(entry => entry.Claim == InfeasibilityClaim.Never);

    /// <summary>A comma-separated list, in the order of <see cref="All"/>.</summary>
    /// <exception cref="SpecificationException">An unknown name, one that stands twice, or none.</exception>
    public static IReadOnlyList<string> Parse(string list)
    {
        ArgumentNullException.ThrowIfNull(list);
        string[] names = list.Split(',', StringSplitOptions.TrimEntries);
        foreach (string name in names)
        {
            if (!All.Contains(name, StringComparer.Ordinal) || names.Count(other => other == name) > 1)
                throw new SpecificationException(
                    $"--problems: '{name}' in '{list}'; allowed: a comma-separated list of {string.Join(", ", All)}, each once.");
        }

        return [.. All.Where(names.Contains)];
    }
}
