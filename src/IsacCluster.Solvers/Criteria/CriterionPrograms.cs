using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Sensing;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Criteria;

/// <summary>The programs of the criteria.</summary>
internal static class CriterionPrograms
{
    /// <summary>Whether there is a program for a criterion.</summary>
    public static bool Has(SensingCriterion criterion) => criterion is AngleCrb or ResponseCrb or MaxMinPower;

    /// <summary>The program of an instance's criterion, one line for each; null where there is none.</summary>
    /// <param name="channels">Rows are unit channels; none: nobody is served.</param>
    public static ICriterionProgram? Of(IsacInstance instance, PlanarMatrix channels) => instance.Criterion switch
    {
        AngleCrb crb => new AngleCrbProgram(crb, instance, channels),
        ResponseCrb crb => new ResponseCrbProgram(crb, instance, channels),
        MaxMinPower power => new MaxMinPowerProgram(power, instance, channels),
        _ => null,
    };
}
