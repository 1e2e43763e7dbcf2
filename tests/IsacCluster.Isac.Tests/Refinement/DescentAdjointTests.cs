using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Refinement;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Tests.Refinement;

/// <summary>The adjoint of a descent against central differences in every kind of correction.</summary>
public sealed class DescentAdjointTests
{
    private DescentTape _last = null!;

    [Theory]
    [InlineData(1, 1e-10)]
    [InlineData(2, 1e-9)]
    [InlineData(4, 1e-10)]
    [InlineData(6, 1e-10)]
    public void Derivatives_are_those_of_differences(int users, double noise)
    {
        var scenario = new Scenario { Users = users, Noise = noise, SinrDb = 10 };
        IsacInstance instance = new SampleGenerator(scenario, 12).Generate(1).Instance;
        var scalars = new DescentScalars { Steps = 5 };
        int m = scenario.Antennas;
        var start = new DescentStart(instance.Objective, RandomDesigns.Scaled(RandomDesigns.Matrix(m, m, 6), 0.2).Gram());
        DescentCorrections at = Drawn(0.05, 21), direction = Drawn(1, 22), result = Empty();
        var tape = new DescentTape(users, m, scalars.Steps);
        double[] shares = new double[users], totals = new double[users];
        double[] shareWeights = [.. Enumerable.Range(0, users).Select(l => 0.7 + 0.1 * l)];
        double[] totalWeights = [.. Enumerable.Range(0, users).Select(l => 0.01 - 0.002 * l)];
        new FeedbackDescent(users, m).Record(instance, start, scalars, at, tape, shares, totals);
        double[] raised = [.. tape.LogWeights[scalars.Steps].Zip(Last(at), (after, before) => after - before)];
        new DescentAdjoint(users, m).Run(instance, start, scalars, at, tape, 2, shareWeights, totalWeights, result);
        double slope = PlanarMatrix.Inner(result.Start, direction.Start)
            + Dot(result.LogWeights, direction.LogWeights) + Dot(result.LogPenalties, direction.LogPenalties)
            + Dot(result.LogSteps, direction.LogSteps);

        const double Step = 1e-6;
        double difference = (Value(Step) - Value(-Step)) / (2 * Step);
        Assert.Equal(difference, slope, 1e-5 * Math.Max(1, Math.Abs(difference)));

        // With the raising of the weights at the point itself, which the adjoint takes for a constant.
        double Value(double step)
        {
            DescentCorrections moved = Empty();
            moved.Start.CopyFrom(at.Start);
            moved.Start.Add(step, direction.Start);
            Move(at.LogWeights, direction.LogWeights, moved.LogWeights);
            Move(at.LogPenalties, direction.LogPenalties, moved.LogPenalties);
            Move(at.LogSteps, direction.LogSteps, moved.LogSteps);
            double[] weights = [.. Last(moved).Zip(raised, (own, more) => own + more)];
            var split = new SplitState(users, m) { Regularisation = FeedbackDescent.LoopRegularisation };
            var channels = new UserChannels(users, m);
            channels.Load(instance);
            split.Eigen.Reset();
            split.Evaluate(_last.B[scalars.Steps], channels, weights);
            return 2 * instance.Objective.Mse(_last.B[scalars.Steps].ToComplex().Gram())
                + Dot(split.Shares, shareWeights) + Dot(split.Totals, totalWeights);

            void Move(double[] from, double[] along, double[] to)
            {
                for (int i = 0; i < to.Length; i++) to[i] = from[i] + step * along[i];
            }
        }

        // ln w after the last step, before the raising: a threshold that all users reach raises nothing.
        double[] Last(DescentCorrections corrections)
        {
            _last = new DescentTape(users, m, scalars.Steps);
            new FeedbackDescent(users, m).Record(
                instance, start, scalars, corrections, _last, new double[users], new double[users], raise: false);
            return _last.LogWeights[scalars.Steps];
        }

        DescentCorrections Empty() => new(users, m, scalars.Steps);

        DescentCorrections Drawn(double size, ulong seed)
        {
            DescentCorrections drawn = Empty();
            ComplexMatrix matrix = RandomDesigns.Matrix(m, m, seed), numbers = RandomDesigns.Matrix(4, 16, seed + 100);
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < m; j++) drawn.Start[i, j] = size * matrix[i, j];
            }

            for (int l = 0; l < users; l++)
                (drawn.LogWeights[l], drawn.LogPenalties[l]) = (size * numbers[0, l].Real, size * numbers[1, l].Real);
            for (int k = 0; k < scalars.Steps; k++) drawn.LogSteps[k] = size * numbers[2, k].Real;
            return drawn;
        }
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
