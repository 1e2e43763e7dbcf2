using System.Numerics;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;

namespace IsacCluster.Benchmarks.Stress;

/// <summary>An instance drawn over ranges that are wider than any campaign's, with the design that it asks to project.</summary>
/// <param name="Id">With the seed, everything about it.</param>
/// <param name="ZeroUser">The user whose channel is zero, or null.</param>
internal sealed record HardInstance(int Id, Scenario Scenario, int? ZeroUser, IsacInstance Instance, Design Raw)
{
    private const double OneInZeroChannel = 100, OneInEdgeTargets = 8, OneInEmptyPattern = 20;

    /// <summary>Largest M unless more is asked for, and largest L beyond it.</summary>
    public const int UsualAntennas = 16;

    /// <summary>
    /// M 4..16, L 1..M (with larger arrays both log-uniform, L up to 16), Gamma0 0..30 dB, noise 1e-13..1e-7 and P0 1e-3..1e3
    /// (log-uniform), N 10..360, every channel model; some have targets at the edge of the grid, some a pattern without a sector, some a
    /// user without a channel. The raw design is Gaussian with 0.1..10 times P0.
    /// </summary>
    public static HardInstance Draw(ulong seed, int id, int largest = UsualAntennas)
    {
        // Its parameters are drawn under the complement of the seed: no block is shared with the sample itself.
        var draws = new RandomStream(~seed, StreamPurpose.Paths, (ulong)id);
        bool usual = largest <= UsualAntennas;
        int antennas = usual ? Integer(ref draws, 4, largest) : LogInteger(ref draws, 4, largest);
        var scenario = new Scenario
        {
            Antennas = antennas,
            Users = usual ? Integer(ref draws, 1, antennas) : LogInteger(ref draws, 1, Math.Min(antennas, UsualAntennas)),
            SinrDb = draws.NextUniform(0, 30),
            Noise = Math.Pow(10, draws.NextUniform(-13, -7)),
            Power = Math.Pow(10, draws.NextUniform(-3, 3)),
            GridPoints = Integer(ref draws, 10, 360),
            BeamwidthDeg = draws.NextUniform(0.5, 30),
            Targets = Targets(ref draws),
            Channel = Channel(ref draws),
        };
        IsacInstance instance = new SampleGenerator(scenario, seed).Generate(id).Instance;
        int? zeroUser = OneIn(OneInZeroChannel, ref draws) ? Integer(ref draws, 0, scenario.Users - 1) : null;
        if (zeroUser is int user) instance.Channel.Row(user).Clear();
        return new HardInstance(id, scenario, zeroUser, instance, RawDesign(scenario, ref draws));
    }

    public override string ToString() => string.Join(' ', new FormattableString[]
    {
        $"M={Instance.Antennas} L={Instance.Users} Gamma0={Scenario.SinrDb:F1}dB noise={Instance.Noise:0.0e+0} P0={Instance.Power:0.0e+0}",
        $"N={Scenario.GridPoints} width={Scenario.BeamwidthDeg:F1}deg targets={Instance.Objective.TargetsDeg.Count}",
        $"in-sector={Instance.Objective.Desired.Sum():F0} {Scenario.Channel.GetType().Name}",
        $"zero-user={(ZeroUser is int user ? user : "none")}",
    }.Select(FormattableString.Invariant));

    private static TargetModel Targets(ref RandomStream draws)
    {
        if (OneIn(OneInEmptyPattern, ref draws)) return new FixedTargets([]);
        if (OneIn(OneInEdgeTargets, ref draws)) return new FixedTargets([-90, 90]);
        return new RandomTargets(Integer(ref draws, 1, 5), -90, 90, 1);
    }

    private static ChannelModel Channel(ref RandomStream draws) => Integer(ref draws, 0, 2) switch
    {
        0 => new RayleighChannel(),
        1 => new RicianChannel(draws.NextUniform(-10, 30)),
        _ => new GeometricChannel(Integer(ref draws, 1, 8), draws.NextUniform(1, 120)),
    };

    private static Design RawDesign(Scenario scenario, ref RandomStream draws)
    {
        double power = scenario.Power * Math.Pow(10, draws.NextUniform(-1, 1));
        ComplexMatrix c = new(scenario.Antennas, scenario.Users), s = new(scenario.Antennas, scenario.Antennas);
        foreach (Complex[] entries in new[] { c.Data, s.Data })
        {
            for (int k = 0; k < entries.Length; k++) entries[k] = draws.NextComplexGaussian();
        }

        double amplitude = Math.Sqrt(power / new Design(c, s).Power());
        foreach (Complex[] entries in new[] { c.Data, s.Data })
        {
            for (int k = 0; k < entries.Length; k++) entries[k] *= amplitude;
        }

        return new Design(c, s);
    }

    private static bool OneIn(double n, ref RandomStream draws) => draws.NextUniform(0, n) < 1;

    /// <summary>Uniform on least..most, both included.</summary>
    private static int Integer(ref RandomStream draws, int least, int most) =>
        Math.Min(most, (int)Math.Floor(draws.NextUniform(least, most + 1)));

    private static int LogInteger(ref RandomStream draws, int least, int most) =>
        Math.Min(most, (int)Math.Floor(Math.Exp(draws.NextUniform(Math.Log(least), Math.Log(most + 1)))));
}
