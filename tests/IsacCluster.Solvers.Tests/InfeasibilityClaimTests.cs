using IsacCluster.Benchmarks.Stress;

namespace IsacCluster.Solvers.Tests;

/// <summary>Every entry of the catalogue keeps its <see cref="InfeasibilityClaim"/>.</summary>
public sealed class InfeasibilityClaimTests
{
    public static TheoryData<string> Names => [.. Baseline.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Without_any_design_the_outcome_is_what_the_method_claims(string name) =>
        InfeasibilityConformance.WithoutAnyDesign(Baseline.Create(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Where_only_a_restriction_has_no_design_only_methods_that_claim_so_say_infeasible(string name) =>
        InfeasibilityConformance.WithoutRestrictedDesign(Baseline.Create(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void An_emptied_or_weakened_certificate_proves_nothing(string name) =>
        InfeasibilityConformance.WithoutCertificate(Baseline.Create(name));
}
