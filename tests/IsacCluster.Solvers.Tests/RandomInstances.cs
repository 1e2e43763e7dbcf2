using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Solvers.Tests;

/// <summary>Instances drawn from scenarios that span sizes, thresholds, noise, power, grids, targets and channel models.</summary>
internal static class RandomInstances
{
    public const int ScenarioCount = 13;

    /// <summary>Sample <paramref name="index"/> of scenario index mod <see cref="ScenarioCount"/>.</summary>
    public static IsacInstance Draw(int index) => new SampleGenerator(Scenarios[index % ScenarioCount], 2025).Generate(index).Instance;

    private static readonly Scenario[] Scenarios =
    [
        new Scenario(),
        new Scenario { SinrDb = 20, Noise = 1e-9 },
        new Scenario { Users = 6, SinrDb = 12, Targets = new RandomTargets(3, -60, 60, 5) },
        new Scenario { Antennas = 4, Users = 4, SinrDb = 5, Noise = 1e-11, Targets = new RandomTargets(2, -60, 60, 5) },
        new Scenario { Antennas = 2, Users = 1, SinrDb = 0, Targets = new FixedTargets([10]) },
        new Scenario { Antennas = 2, Users = 2, SinrDb = -10, Targets = new FixedTargets([-90, 90]) },
        new Scenario { Antennas = 8, Users = 3, GridPoints = 10, Noise = 1e-11 },
        new Scenario { Antennas = 6, Users = 2, Targets = new FixedTargets([]), Power = 20 },
        new Scenario { Antennas = 16, Users = 4, Power = 0.1, Noise = 1e-12, Channel = new RicianChannel(6) },
        new Scenario { Antennas = 12, Users = 3, Noise = 1e-12, Channel = new GeometricChannel(6, 60) },
        new Scenario { Antennas = 5, Users = 5, Power = 100, SinrDb = 10, Noise = 1e-9 },
        new Scenario { Antennas = 3, Users = 2, SinrDb = 30, Noise = 1e-13, Targets = new RandomTargets(1, -80, 80, 1) },
        new Scenario { Users = 2, SinrDb = 25, Noise = 4e-10, Targets = new FixedTargets([-40, 15, 30]) },
    ];
}
