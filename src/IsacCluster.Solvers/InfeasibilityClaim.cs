namespace IsacCluster.Solvers;

/// <summary>
/// What a method proves when it ends as <see cref="SolveStatus.Infeasible"/>; a conformance test holds every baseline to it.
/// </summary>
public enum InfeasibilityClaim
{
    /// <summary>
    /// The method never says infeasible: its problem always has a solution, or it decides nothing. Only a criterion with constraints of its
    /// own may leave none, by a <see cref="SidelobeCertificate"/>.
    /// </summary>
    Never,

    /// <summary>
    /// No design of power P0 meets every SINR: the least power exceeds P0, by a <see cref="MinimumPowerCertificate"/>, or there is
    /// none, by a <see cref="DivergenceCertificate"/>; or none meets the criterion's own constraints as well.
    /// </summary>
    NoDesign,

    /// <summary>
    /// No design within the method's restriction does, by a <see cref="RestrictionCertificate"/>; where no design at all does, by the
    /// certificate of <see cref="NoDesign"/>, which says more.
    /// </summary>
    NoRestrictedDesign,
}
