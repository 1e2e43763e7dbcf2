using System.Globalization;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>Says why a solve returned no design, with its numbers, in one line for people.</summary>
public static class SolveWords
{
    /// <summary>Null where there is a design.</summary>
    /// <param name="power">P0 of the instance.</param>
    public static string? Of(SolveResult result, double power)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Status switch
        {
            SolveStatus.Infeasible => Infeasible(result.Certificate, power),
            SolveStatus.IterationLimit => $"the limit of work was reached after {Iterations(result)}{Residuals(result)}",
            SolveStatus.TimeLimit => $"the time limit was reached after {Iterations(result)}{Residuals(result)}",
            SolveStatus.NumericalFailure when double.IsFinite(result.PrimalResidual) =>
                $"the design after {Iterations(result)} did not pass the audit{Residuals(result)}",
            SolveStatus.NumericalFailure => $"the arithmetic broke down after {Iterations(result)}, before there was a design to audit",
            _ => null,
        };
    }

    private static string Infeasible(InfeasibilityCertificate? certificate, double power) => certificate switch
    {
        MinimumPowerCertificate bound => string.Create(
            CultureInfo.InvariantCulture,
            $"no design meets every SINR threshold: it takes at least the power {bound.LowerBoundOnPower:G6}, {power:G6} is there"),
        AntennaPowerCertificate bound => string.Create(
            CultureInfo.InvariantCulture,
            $"no design of these antenna powers meets every SINR threshold: in the same proportions it takes at least "
                + $"{bound.LowerBoundOnPower:G6} in all, {power:G6} is there"),
        DivergenceCertificate => "no design meets every SINR threshold at any power: the dual of the least power grows without bound",
        SidelobeCertificate => "no design keeps the sidelobes' limit and meets every SINR threshold within the power",
        RestrictionCertificate restricted => char.ToLowerInvariant(restricted.Reason[0]) + restricted.Reason[1..].TrimEnd('.'),
        _ => "no design meets every SINR threshold within the power",
    };

    private static string Iterations(SolveResult result) => result.Iterations == 1 ? "1 iteration" : $"{result.Iterations} iterations";

    /// <summary>": relative gap 3e-4, largest violation 1e-9", as far as they are known.</summary>
    private static string Residuals(SolveResult result)
    {
        string[] known = [.. Known("relative gap", result.RelativeGap), .. Known("largest relative violation", result.PrimalResidual)];
        return known.Length == 0 ? "" : $": {string.Join(", ", known)}";
    }

    private static IEnumerable<string> Known(string name, double value) =>
        double.IsNaN(value) ? [] : [string.Create(CultureInfo.InvariantCulture, $"{name} {value:0.#e-0}")];
}
