using System.Numerics;
using IsacCluster.Isac.Refinement;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Inference;

/// <summary>
/// What the outputs of a network mean to a closed loop, for inference and for training. Corrections to logarithms are bounded,
/// c tanh(x / c), so that no output stops a descent or lets it run away; outputs that no finite float32 is are taken for 0.
/// </summary>
internal static class FeedbackOutputs
{
    /// <summary>Largest corrections to ln w_l, and to ln rho_l and ln eta_k.</summary>
    internal const double WeightBound = 4, ScalarBound = 3;

    /// <summary>The radar's outputs times this are added to the radar-only factor, whose entries are about 1 / M.</summary>
    internal const double StartScale = 0.1;

    public static DescentScalars Scalars(NetworkArchitecture architecture) => new() { Steps = architecture.Refinements };

    /// <param name="users">The users' outputs, user after user.</param>
    /// <param name="radar">Delta, M x M real and then imaginary parts row by row, and the steps.</param>
    public static void Read<T>(
        NetworkArchitecture architecture, ReadOnlySpan<T> users, ReadOnlySpan<T> radar, DescentCorrections corrections)
        where T : struct, INumberBase<T>
    {
        corrections.Clear();
        if (!AllFinite(users) || !AllFinite(radar)) return;
        int m = architecture.Antennas, width = NetworkLayout.UserOutputs(architecture), steps = NetworkLayout.StepOutputs(architecture);
        for (int l = 0; l < corrections.Users; l++)
        {
            corrections.LogWeights[l] = Bounded(Real(users[l * width]), WeightBound);
            if (width > 1) corrections.LogPenalties[l] = Bounded(Real(users[l * width + 1]), ScalarBound);
        }

        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < m; j++)
                corrections.Start[i, j] = new(StartScale * Real(radar[i * m + j]), StartScale * Real(radar[m * m + i * m + j]));
        }

        for (int k = 0; k < steps; k++) corrections.LogSteps[k] = Bounded(Real(radar[2 * m * m + k]), ScalarBound);
    }

    /// <summary>The derivative in the outputs from that in the corrections.</summary>
    public static void Pull(
        NetworkArchitecture architecture, ReadOnlySpan<float> users, ReadOnlySpan<float> radar, DescentCorrections gradient,
        Span<float> usersGradient, Span<float> radarGradient)
    {
        int m = architecture.Antennas, width = NetworkLayout.UserOutputs(architecture), steps = NetworkLayout.StepOutputs(architecture);
        for (int l = 0; l < gradient.Users; l++)
        {
            usersGradient[l * width] = (float)(gradient.LogWeights[l] * Slope(users[l * width], WeightBound));
            if (width > 1) usersGradient[l * width + 1] = (float)(gradient.LogPenalties[l] * Slope(users[l * width + 1], ScalarBound));
        }

        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < m; j++)
            {
                System.Numerics.Complex entry = gradient.Start[i, j];
                radarGradient[i * m + j] = (float)(StartScale * entry.Real);
                radarGradient[m * m + i * m + j] = (float)(StartScale * entry.Imaginary);
            }
        }

        for (int k = 0; k < steps; k++)
            radarGradient[2 * m * m + k] = (float)(gradient.LogSteps[k] * Slope(radar[2 * m * m + k], ScalarBound));
    }

    private static double Real<T>(T value) where T : INumberBase<T> => double.CreateTruncating(value);

    private static double Bounded(double value, double bound) => bound * Math.Tanh(value / bound);

    private static double Slope(double value, double bound)
    {
        double tanh = Math.Tanh(value / bound);
        return 1 - tanh * tanh;
    }

    private static bool AllFinite<T>(ReadOnlySpan<T> values) where T : INumberBase<T>
    {
        foreach (T value in values)
        {
            if (!(Math.Abs(Real(value)) <= float.MaxValue)) return false;
        }

        return true;
    }
}
