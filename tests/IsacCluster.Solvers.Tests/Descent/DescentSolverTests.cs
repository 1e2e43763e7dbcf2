using System.Numerics;
using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Baselines;

namespace IsacCluster.Solvers.Tests.Descent;

/// <summary>The closed-loop descent: near the SDR at every number of users, equivariant, sound where nothing is to be found.</summary>
public sealed class DescentSolverTests
{
    /// <summary>Users, most mean MSE over that of the SDR, least satisfaction; a little looser than 2000 channels say.</summary>
    [Theory]
    [InlineData(1, 1.001, 1)]
    [InlineData(2, 1.001, 1)]
    [InlineData(3, 1.004, 0.99)]
    [InlineData(4, 1.01, 0.98)]
    [InlineData(5, 1.025, 0.98)]
    [InlineData(6, 1.05, 0.97)]
    public void Is_near_the_relaxation_at_every_number_of_users(int users, double ratio, double satisfaction)
    {
        (double ofDescent, double satisfied) = Mean(new Scenario { Users = users }, 100, steps: null);
        Assert.InRange(ofDescent, 1 - 1e-6, ratio);
        Assert.InRange(satisfied, satisfaction, 1);
    }

    [Fact]
    public void Serves_targets_that_differ_from_sample_to_sample()
    {
        (double ratio, double satisfied) = Mean(new Scenario { Targets = new RandomTargets(3, -60, 60, 10) }, 40, steps: null);
        Assert.InRange(ratio, 1 - 1e-6, 1.002);
        Assert.Equal(1, satisfied);
    }

    [Fact]
    public void More_steps_come_nearer()
    {
        var scenario = new Scenario { Users = 4 };
        double[] ratios = [.. new[] { 4, 8, 16, 32 }.Select(steps => Mean(scenario, 60, steps).Ratio)];
        Assert.Equal(ratios.OrderDescending(), ratios);
    }

    [Fact]
    public void The_design_has_the_power_and_divides_one_covariance()
    {
        IsacInstance instance = Instance(new Scenario { Users = 4, Power = 3 });
        Design design = Solve(instance).Design!;
        Assert.Equal(3, design.Power(), 1e-12);
        ComplexMatrix covariance = design.Covariance();
        for (int m = 0; m < instance.Antennas; m++) Assert.InRange(covariance[m, m].Real, 0, 3);
    }

    /// <summary>Phases of channels and the order of users change nothing but the order of beams.</summary>
    [Fact]
    public void Ignores_phases_and_follows_the_order_of_users()
    {
        IsacInstance instance = Instance(new Scenario { Users = 3 });
        var turned = new ComplexMatrix(3, instance.Antennas);
        for (int l = 0; l < 3; l++)
        {
            for (int m = 0; m < instance.Antennas; m++)
                turned[2 - l, m] = Complex.FromPolarCoordinates(1, 0.4 + l) * instance.Channel[l, m];
        }

        Design one = Solve(instance).Design!, other = Solve(instance with { Channel = turned }).Design!;
        ComplexMatrix a = one.Covariance(), b = other.Covariance();
        Assert.All(a.Data.Zip(b.Data), pair => Assert.InRange(Complex.Abs(pair.First - pair.Second), 0, 1e-6));
        double[] sinr = Sinr.Of(one, instance.Channel, instance.Noise), reversed = Sinr.Of(other, turned, instance.Noise);
        for (int l = 0; l < 3; l++) Assert.Equal(sinr[l], reversed[2 - l], sinr[l] * 1e-5);
    }

    [Fact]
    public void Depends_on_the_ratio_of_power_and_noise_alone()
    {
        IsacInstance instance = Instance(new Scenario { Users = 3 });
        Design one = Solve(instance).Design!;
        Design other = Solve(instance with { Power = 16 * instance.Power, Noise = 16 * instance.Noise }).Design!;
        Assert.All(one.S.Data.Zip(other.S.Data), pair => Assert.InRange(Complex.Abs(4 * pair.First - pair.Second), 0, 1e-9));
    }

    public static TheoryData<string, Scenario> Odd => new()
    {
        { "one antenna", new Scenario { Antennas = 1, Users = 1 } },
        { "more users than antennas", new Scenario { Antennas = 4, Users = 7 } },
        { "a large array", new Scenario { Antennas = 24, Users = 9 } },
        { "a grid that is matched exactly", new Scenario { GridPoints = 10 } },
        { "a sector without a grid point", new Scenario { Targets = new FixedTargets([31]), BeamwidthDeg = 0.5, GridPoints = 60 } },
        { "hardly any noise", new Scenario { Noise = 1e-18, SinrDb = 40 } },
        { "hopeless noise", new Scenario { Noise = 1e-4 } },
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public void Always_returns_a_design_of_the_power(string name, Scenario scenario)
    {
        SolveResult result = Solve(Instance(scenario));
        Assert.True(result.Status == SolveStatus.Heuristic, name);
        Assert.Equal(scenario.Power, result.Design!.Power(), scenario.Power * 1e-9);
        Assert.Equal(24, result.Iterations);
    }

    [Fact]
    public void Strong_users_at_a_high_threshold_are_served()
    {
        var scenario = new Scenario { Noise = 1e-18, SinrDb = 40 };
        IsacInstance instance = Instance(scenario);
        Assert.True(Sinr.Satisfied(Sinr.Of(Solve(instance).Design!, instance.Channel, instance.Noise), instance.SinrThreshold));
    }

    /// <summary>Steps work in buffers that are owned: however many there are, no more is allocated.</summary>
    [Fact]
    public void Steps_allocate_nothing()
    {
        IsacInstance instance = Instance(new Scenario { Users = 4 });
        Assert.Equal(Allocated(Solver(4), instance), Allocated(Solver(40), instance));
    }

    private static long Allocated(IBeamformingSolver solver, IsacInstance instance)
    {
        for (int i = 0; i < 50; i++) solver.Solve(instance);
        long least = long.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            solver.Solve(instance);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static (double Ratio, double Satisfied) Mean(Scenario scenario, int samples, int? steps)
    {
        IBeamformingSolver descent = Solver(steps), sdr = Baseline.Create("sdr");
        double own = 0, best = 0, satisfied = 0;
        var generator = new SampleGenerator(scenario, 20261);
        for (int i = 0; i < samples; i++)
        {
            IsacInstance instance = generator.Generate(i).Instance;
            Design design = descent.Solve(instance).Design!;
            own += instance.Objective.Mse(design.Covariance());
            best += sdr.Solve(instance).Objective;
            if (Sinr.Satisfied(Sinr.Of(design, instance.Channel, instance.Noise), instance.SinrThreshold)) satisfied++;
        }

        return (own / best, satisfied / samples);
    }

    private static IBeamformingSolver Solver(int? steps)
    {
        SolverEntry entry = SolverCatalog.Entries.Single(solver => solver.Name == "descent");
        double[] values = [.. entry.Parameters.Select(parameter => parameter.Default)];
        if (steps is { } given) values[0] = given;
        return entry.CreateWith!(new SolverOptions(), values);
    }

    private static SolveResult Solve(IsacInstance instance) => Baseline.Create("descent").Solve(instance);

    private static IsacInstance Instance(Scenario scenario) => new SampleGenerator(scenario, 3).Generate(0).Instance;
}
