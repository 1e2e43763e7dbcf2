using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Networks.Inference;
using IsacCluster.Networks.Layouts;
using IsacCluster.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using DenseMatrix = MathNet.Numerics.LinearAlgebra.Matrix<System.Numerics.Complex>;

namespace IsacCluster.Networks.Tests.Inference;

public sealed class ReadoutTests
{
    private static readonly NetworkArchitecture Direct = new() { Width = 16 };
    private static readonly NetworkArchitecture Split = Direct with { Readout = Readout.Split };

    [Theory]
    [InlineData(Readout.Direct)]
    [InlineData(Readout.Split)]
    public void Power_is_P0(Readout readout)
    {
        DesignNetwork network = RandomNetworks.Model(Direct with { Readout = readout }).CreateNetwork();
        foreach (double power in new[] { 1e-3, 1, 20.0 })
        {
            foreach (IsacInstance instance in RandomNetworks.Instances(10, 3, 2, 5))
                Assert.Equal(power, network.Infer([instance with { Power = power }])[0].Power(), 1e-12 * power);
        }
    }

    [Fact]
    public void The_direct_readout_is_the_outputs_up_to_one_factor()
    {
        (float[] outputs, Design design, _) = Run(Direct, RandomNetworks.Instances(10, 3, 2, 1)[0]);
        double factor = design.C[0, 0].Real / outputs[0];
        Assert.True(factor > 0);
        for (int l = 0; l < 3; l++)
        {
            for (int m = 0; m < 10; m++) AssertEntry(outputs[20 * l + m], outputs[20 * l + 10 + m], design.C[m, l]);
        }

        for (int i = 0; i < 100; i++) AssertEntry(outputs[60 + i], outputs[160 + i], design.S.Data[i]);

        void AssertEntry(float real, float imaginary, Complex actual) =>
            Assert.True(Complex.Abs(actual - factor * new Complex(real, imaginary)) < 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void The_split_is_that_of_an_eigendecomposition(int users)
    {
        foreach (IsacInstance instance in RandomNetworks.Instances(10, users, 2, 3))
        {
            // No user falls short of this threshold, so the weights are the network's.
            (float[] outputs, Design design, DenseMatrix b) = Run(Split, instance with { SinrThreshold = 1e-9 });
            DenseMatrix h = Dense(instance.Channel).Transpose(), g = b.ConjugateTranspose() * h;
            for (int l = 0; l < users; l++) g.SetColumn(l, g.Column(l).Normalize(2) * Math.Exp(outputs[l]));
            DenseMatrix a = g.ConjugateTranspose() * g;
            double shift = 1e-6 * a.Trace().Real / users;
            DenseMatrix u = g * Function(a, value => 1 / Math.Sqrt(value + shift));
            DenseMatrix rest = DenseMatrix.Build.DenseIdentity(10) - u * u.ConjugateTranspose();
            AssertClose(b * u, design.C, 1e-7);
            // A square root magnifies the rounding of the eigenvalues of about 1e-6.
            AssertClose(b * Function(rest, value => Math.Sqrt(Math.Max(value, 0))), design.S, 1e-7);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void The_split_keeps_the_covariance_and_turns_radar_beams_away_from_users(int users)
    {
        foreach (IsacInstance instance in RandomNetworks.Instances(10, users, 2, 6))
        {
            (_, Design design, DenseMatrix b) = Run(Split, instance);
            DenseMatrix covariance = b * b.ConjugateTranspose(), h = Dense(instance.Channel).Transpose();
            AssertClose(covariance, design.Covariance(), 1e-14);
            DenseMatrix leaked = h.ConjugateTranspose() * Dense(design.S), all = h.ConjugateTranspose() * b;
            for (int l = 0; l < users; l++) Assert.True(leaked.Row(l).L2Norm() < 0.02 * all.Row(l).L2Norm());
        }
    }

    [Fact]
    public void Users_without_a_channel_or_with_the_same_one_do_no_harm()
    {
        IsacInstance instance = RandomNetworks.Instances(10, 4, 2, 1)[0];
        instance.Channel.Row(1).Clear();
        instance.Channel.Row(2).CopyTo(instance.Channel.Row(3));
        (_, Design design, DenseMatrix b) = Run(Split, instance);
        AssertClose(b * b.ConjugateTranspose(), design.Covariance(), 1e-14);
        Assert.All(Enumerable.Range(0, 10), m => Assert.Equal(Complex.Zero, design.C[m, 1]));
        instance.Channel.Row(0).Clear();
        instance.Channel.Row(2).Clear();
        instance.Channel.Row(3).Clear();
        (_, design, b) = Run(Split, instance);
        AssertClose(b, design.S, 1e-14);
        Assert.All(design.C.Data, entry => Assert.Equal(Complex.Zero, entry));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Raised_weights_help_the_worst_user_at_the_same_covariance(int users)
    {
        int helped = 0;
        foreach (IsacInstance instance in RandomNetworks.Instances(10, users, 2, 40))
        {
            Design plain = Run(Split, instance with { SinrThreshold = 1e-9 }).Design;
            double before = Worst(plain, instance);
            IsacInstance asked = instance with { SinrThreshold = 1.05 * before };
            Design raised = Run(Split, asked).Design;
            AssertClose(Dense(plain.Covariance()), raised.Covariance(), 1e-13);
            double after = Worst(raised, instance);
            Assert.True(after >= before * (1 - 1e-9), $"{before} to {after}");
            if (after >= asked.SinrThreshold * (1 - 1e-9)) helped++;
        }

        // Users of a network that knows nothing of them are rarely served alike.
        Assert.True(helped >= 5, $"{helped}");
    }

    [Theory]
    [InlineData(100f)]
    [InlineData(1e5f)]
    public void Weights_of_any_size_give_a_split(float weight)
    {
        IsacInstance instance = RandomNetworks.Instances(10, 3, 2, 1)[0];
        float[] outputs = [weight, -weight, 0, .. Run(Split, instance).Outputs[3..]];
        Design design = new SplitReadout(Split).Design(instance, outputs);
        DenseMatrix b = Beams(outputs[3..], instance.Power);
        AssertClose(b * b.ConjugateTranspose(), design.Covariance(), 1e-14);
        float[] shifted = [outputs[0] + 3, outputs[1] + 3, 3, .. outputs[3..]];
        AssertClose(Dense(design.C), new SplitReadout(Split).Design(instance, shifted).C, 1e-12);
    }

    [Theory]
    [InlineData(Readout.Direct, 0)]
    [InlineData(Readout.Split, 0)]
    [InlineData(Readout.Direct, float.NaN)]
    [InlineData(Readout.Split, float.NaN)]
    [InlineData(Readout.Direct, float.PositiveInfinity)]
    [InlineData(Readout.Split, float.PositiveInfinity)]
    public void Outputs_that_say_nothing_give_equal_power_in_all_directions(Readout readout, float value)
    {
        IsacInstance instance = RandomNetworks.Instances(10, 2, 2, 1)[0];
        var outputs = new float[RandomNetworks.Model(Direct with { Readout = readout }).CreateNetwork().OutputsPerInstance(2)];
        Array.Fill(outputs, value);
        Design design = NetworkReadout.Create(Direct with { Readout = readout }).Design(instance, outputs);
        Assert.All(design.C.Data, entry => Assert.Equal(Complex.Zero, entry));
        AssertClose(DenseMatrix.Build.DenseIdentity(10) * Math.Sqrt(0.2), design.S, 1e-15);
    }

    private static (float[] Outputs, Design Design, DenseMatrix B) Run(NetworkArchitecture architecture, IsacInstance instance)
    {
        DesignNetwork network = RandomNetworks.Model(architecture).CreateNetwork();
        var outputs = new float[network.OutputsPerInstance(instance.Users)];
        network.Evaluate([instance], outputs);
        return (outputs, network.Infer([instance])[0], Beams(outputs[^200..], instance.Power));
    }

    private static double Worst(Design design, IsacInstance instance) => Sinr.Of(design, instance.Channel, instance.Noise).Min();

    /// <summary>B of power P0 for M = 10.</summary>
    private static DenseMatrix Beams(float[] outputs, double power)
    {
        DenseMatrix b = DenseMatrix.Build.Dense(10, 10, (i, j) => new Complex(outputs[10 * i + j], outputs[100 + 10 * i + j]));
        return b * (Math.Sqrt(power) / b.FrobeniusNorm());
    }

    private static DenseMatrix Function(DenseMatrix hermitian, Func<double, double> function)
    {
        Evd<Complex> evd = hermitian.Evd(Symmetricity.Hermitian);
        return evd.EigenVectors * DenseMatrix.Build.DenseOfDiagonalVector(evd.EigenValues.Map(value => (Complex)function(value.Real)))
            * evd.EigenVectors.ConjugateTranspose();
    }

    private static DenseMatrix Dense(ComplexMatrix matrix) => DenseMatrix.Build.Dense(matrix.Rows, matrix.Columns, (i, j) => matrix[i, j]);

    private static void AssertClose(DenseMatrix expected, ComplexMatrix actual, double tolerance)
    {
        double distance = (expected - Dense(actual)).Enumerate().Max(entry => entry.Magnitude);
        Assert.True(distance <= tolerance, $"{distance}");
    }
}
