using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;

namespace IsacCluster.Networks.Inference;

/// <summary>
/// The distinct target sets of a batch, so that what depends on the targets alone is worked out once for each. Sets are equal when their
/// angles are, bit for bit and in order.
/// </summary>
internal sealed class TargetSets
{
    private readonly int[] _setOf;
    private readonly List<IReadOnlyList<double>> _sets = [];

    public TargetSets(IReadOnlyList<IsacInstance> instances)
    {
        _setOf = new int[instances.Count];
        var known = new Dictionary<IReadOnlyList<double>, int>(AnglesComparer.Instance);
        for (int i = 0; i < _setOf.Length; i++)
        {
            IReadOnlyList<double> angles = instances[i].Objective.TargetsDeg;
            if (i > 0 && ReferenceEquals(angles, instances[i - 1].Objective.TargetsDeg))
            {
                _setOf[i] = _setOf[i - 1];
                continue;
            }

            if (known.TryAdd(angles, _sets.Count)) _sets.Add(angles);
            _setOf[i] = known[angles];
        }
    }

    /// <summary>Number of distinct sets.</summary>
    public int Count => _sets.Count;

    /// <summary>The set of an instance.</summary>
    public int Of(int instance) => _setOf[instance];

    /// <summary>[Re a_k; Im a_k] of a target of a set, length 2M.</summary>
    public void WriteSteering(int set, int target, Span<float> values)
    {
        int antennas = values.Length / 2;
        Complex[] steering = UniformLinearArray.SteeringVector(_sets[set][target], antennas);
        for (int m = 0; m < antennas; m++) (values[m], values[antennas + m]) = ((float)steering[m].Real, (float)steering[m].Imaginary);
    }

    private sealed class AnglesComparer : IEqualityComparer<IReadOnlyList<double>>
    {
        public static readonly AnglesComparer Instance = new();

        public bool Equals(IReadOnlyList<double>? x, IReadOnlyList<double>? y) =>
            ReferenceEquals(x, y) || (x is not null && y is not null && x.Select(Bits).SequenceEqual(y.Select(Bits)));

        public int GetHashCode(IReadOnlyList<double> angles)
        {
            var hash = new HashCode();
            foreach (double angle in angles) hash.Add(Bits(angle));
            return hash.ToHashCode();
        }

        private static long Bits(double angle) => BitConverter.DoubleToInt64Bits(angle);
    }
}
