using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Inference;

/// <summary>M, L and K of instances.</summary>
internal readonly record struct InstanceShape(int Antennas, int Users, int Targets)
{
    public static InstanceShape Of(IsacInstance instance) => new(instance.Antennas, instance.Users, instance.Objective.TargetsDeg.Count);

    public static InstanceShape Of(Scenario scenario) => new(scenario.Antennas, scenario.Users, scenario.Targets.CountPerSample());

    /// <summary>Why a network of an architecture cannot serve this shape; null if it can.</summary>
    public string? Refusal(NetworkArchitecture architecture)
    {
        var differences = new List<string>();
        Compare("M", architecture.Antennas, Antennas);
        if (architecture.Kind == NetworkKind.Dnn)
        {
            Compare("L", architecture.Users, Users);
            Compare("K", architecture.Targets, Targets);
        }

        return differences.Count == 0 ? null : $"the model is for {string.Join(" and ", differences)}";

        void Compare(string name, int own, int wanted)
        {
            if (own != wanted) differences.Add(FormattableString.Invariant($"{name} = {own}, not {wanted}"));
        }
    }

    public override string ToString() => FormattableString.Invariant($"M = {Antennas}, L = {Users}, K = {Targets}");
}
