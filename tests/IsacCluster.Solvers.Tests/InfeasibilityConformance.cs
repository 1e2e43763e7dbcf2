using System.Numerics;
using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;

namespace IsacCluster.Solvers.Tests;

/// <summary>
/// What a baseline's <see cref="InfeasibilityClaim"/> promises: on instances that have no design, and on such that only restrictions lack
/// one, with certificates that are checked from the instance alone. An empty certificate passes nowhere. The tests of an extension compile
/// this file too and hold every baseline of their catalogue to it.
/// </summary>
internal static class InfeasibilityConformance
{
    /// <summary>No design at all: too little power, a user without channel, identical users above 0 dB.</summary>
    private static readonly IsacInstance[] Hopeless = [TooWeak(0.5), TooWeak(1 - 1e-6), WithoutChannel(), Identical(sinrDb: 3)];

    /// <summary>The SDR has a design, zero forcing none: identical users below 0 dB, and a power between the two least ones.</summary>
    private static readonly IsacInstance[] HopelessForZeroForcing = [Identical(sinrDb: -6), BetweenTheLeastPowers()];

    /// <summary>Without any design the outcome is what the method claims.</summary>
    public static void WithoutAnyDesign(IBeamformingSolver solver)
    {
        foreach (IsacInstance instance in Hopeless)
        {
            SolveResult result = solver.Solve(instance);
            if (solver.Claim == InfeasibilityClaim.Never) AssertHasDesign(result);
            else AssertProves(result, instance, certificate => certificate is MinimumPowerCertificate or DivergenceCertificate);
        }
    }

    /// <summary>Where only a restriction has no design, only methods that claim so say infeasible.</summary>
    public static void WithoutRestrictedDesign(IBeamformingSolver solver)
    {
        foreach (IsacInstance instance in HopelessForZeroForcing)
        {
            SolveResult result = solver.Solve(instance);
            if (solver.Claim != InfeasibilityClaim.NoRestrictedDesign) AssertHasDesign(result);
            else AssertProves(result, instance, static certificate => certificate is RestrictionCertificate { Reason.Length: > 0 });
        }
    }

    /// <summary>An emptied or weakened certificate proves nothing.</summary>
    public static void WithoutCertificate(IBeamformingSolver solver)
    {
        foreach (IsacInstance instance in Hopeless.Concat(HopelessForZeroForcing))
        {
            if (solver.Solve(instance).Certificate is not { } certificate) continue;
            Assert.False(CertificateCheck.Verify(Scaled(certificate, 0), instance));
            Assert.False(CertificateCheck.Verify(Emptied(certificate), instance));
        }

        Assert.Equal(solver.Claim == InfeasibilityClaim.Never, solver.Solve(Hopeless[0]).Certificate is null);
    }

    private static void AssertProves(SolveResult result, IsacInstance instance, Predicate<InfeasibilityCertificate> isOfTheClaim)
    {
        Assert.Equal(SolveStatus.Infeasible, result.Status);
        Assert.Null(result.Design);
        Assert.True(isOfTheClaim(result.Certificate!), $"{result.Certificate}");
        Assert.True(CertificateCheck.Verify(result.Certificate!, instance), $"{result.Certificate}");
    }

    private static void AssertHasDesign(SolveResult result)
    {
        Assert.True(result.Status.HasDesign(), $"{result}");
        Assert.NotNull(result.Design);
        Assert.Null(result.Certificate);
    }

    private static InfeasibilityCertificate Scaled(InfeasibilityCertificate certificate, double factor) => certificate switch
    {
        MinimumPowerCertificate bound => bound with { Lambda = [.. bound.Lambda.Select(value => factor * value)] },
        DivergenceCertificate ray => ray with { Direction = [.. ray.Direction.Select(value => factor * value)] },
        RestrictionCertificate restriction =>
            restriction with { Multipliers = [.. restriction.Multipliers.Select(value => factor * value)] },
        _ => throw new ArgumentException($"{certificate.GetType().Name} is not known here.", nameof(certificate)),
    };

    private static InfeasibilityCertificate Emptied(InfeasibilityCertificate certificate) => certificate switch
    {
        MinimumPowerCertificate bound => bound with { Lambda = [] },
        DivergenceCertificate ray => ray with { Direction = [] },
        RestrictionCertificate restriction => restriction with { Multipliers = [] },
        _ => throw new ArgumentException($"{certificate.GetType().Name} is not known here.", nameof(certificate)),
    };

    private static IsacInstance TooWeak(double share)
    {
        IsacInstance instance = RandomInstances.Draw(1);
        return instance with { Power = share * MinimumPower.Solve(instance).Power };
    }

    private static IsacInstance WithoutChannel()
    {
        IsacInstance instance = RandomInstances.Draw(0);
        ComplexMatrix channel = instance.Channel.Clone();
        channel.Row(1).Clear();
        return instance with { Channel = channel };
    }

    private static IsacInstance Identical(double sinrDb)
    {
        IsacInstance instance = new SampleGenerator(new Scenario { SinrDb = sinrDb }, 3).Generate(2).Instance;
        ComplexMatrix channel = instance.Channel.Clone();
        for (int m = 0; m < instance.Antennas; m++) channel[1, m] = new Complex(0.5, 1) * channel[0, m];
        return instance with { Channel = channel };
    }

    /// <summary>Nearly parallel users at 0 dB: what zero forcing takes grows without bound, what the SDR takes does not.</summary>
    private static IsacInstance BetweenTheLeastPowers()
    {
        IsacInstance instance = new SampleGenerator(new Scenario { SinrDb = -1 }, 3).Generate(2).Instance;
        ComplexMatrix channel = instance.Channel.Clone();
        for (int m = 0; m < instance.Antennas; m++) channel[1, m] = channel[0, m] + 1e-2 * channel[1, m];
        instance = instance with { Channel = channel };
        return instance with { Power = 2 * MinimumPower.Solve(instance).Power };
    }
}
