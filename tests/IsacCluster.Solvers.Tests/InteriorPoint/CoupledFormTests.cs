using System.Numerics;
using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.InteriorPoint.Coupled;

namespace IsacCluster.Solvers.Tests.InteriorPoint;

/// <summary>The form with one M x M block against the one with a block for each user, and its parts against their definitions.</summary>
public sealed class CoupledFormTests
{
    [Theory]
    [InlineData("sdr")]
    [InlineData("zf")]
    public void Both_forms_have_the_same_optimum(string name)
    {
        IBeamformingSolver coupled = Baseline.Create(name, new SolverOptions { Presolve = false });
        IBeamformingSolver blockwise = Baseline.Create(name, new SolverOptions { Presolve = false, Coupled = false });
        int compared = 0;
        for (int i = 0; i < 4 * RandomInstances.ScenarioCount; i++)
        {
            IsacInstance instance = RandomInstances.Draw(i);
            SolveResult one = coupled.Solve(instance), many = blockwise.Solve(instance);
            Assert.Equal(many.Status, one.Status);
            if (one.Status != SolveStatus.Optimal) continue;
            compared++;
            double scale = Math.Max(many.Objective, 1e-6 * instance.Power * instance.Power);
            Assert.Equal(many.Objective, one.Objective, 3e-8 * scale);
        }

        Assert.True(compared > 20);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    public void Steering_vectors_are_real_in_their_basis_and_covariances_come_back(int antennas)
    {
        SteeringBasis basis = SteeringBasis.Of(antennas);
        var steering = new PlanarMatrix(basis.Frequencies, antennas);
        var real = new PlanarMatrix(basis.Frequencies, antennas);
        for (int n = 0; n < basis.Frequencies; n++)
        {
            for (int m = 0; m < antennas; m++)
                steering[n, m] = Complex.FromPolarCoordinates(1, -2 * Math.PI * n * (m - (antennas - 1) / 2.0) / basis.Frequencies);
            basis.ToReal(steering, n, real, n);
            for (int m = 0; m < antennas; m++)
                Assert.True(Complex.Abs(real[n, m] - basis.Columns[m * basis.Stride + n]) < 1e-13);
        }

        PlanarMatrix outer = new(antennas, antennas), expected = new(antennas, antennas);
        HermitianKernels.AddOuter(1, real, 1, outer);
        HermitianKernels.AddOuter(1, steering, 1, expected);
        basis.FromReal(outer);
        for (int i = 0; i < antennas; i++)
        {
            for (int j = 0; j < antennas; j++) Assert.True(Complex.Abs(outer[i, j] - expected[i, j]) < 1e-13);
        }
    }
}
