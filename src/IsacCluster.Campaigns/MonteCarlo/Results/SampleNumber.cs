using System.Globalization;

namespace IsacCluster.Campaigns.MonteCarlo.Results;

/// <summary>How many samples a mean is over, and in how many trajectories they fall: "1000", "60000 in 600".</summary>
internal static class SampleNumber
{
    public static string Of(AlgorithmResults algorithm) => algorithm.Trajectories is { } trajectories
        ? string.Create(CultureInfo.InvariantCulture, $"{algorithm.Counted} in {trajectories}")
        : algorithm.Counted.ToString(CultureInfo.InvariantCulture);
}
