using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Projection.Formulation;

/// <summary>
/// The projection problem in unit scale: powers divided by P0, so Tr R^ = 1, and every SINR row divided by |h_l|^2, so
/// (1 + 1/Gamma0) h_l^H X_l h_l - h_l^H R^ h_l >= n_l with |h_l| = 1 and n_l = sigma^2 / (P0 |h_l|^2).
/// A squared distance here is the original one over P0^2. Channels and raw beams are rows in two padded planes.
/// </summary>
internal sealed class ScaledProblem
{
    private readonly int _stride;
    private readonly double[] _channelRe, _channelIm, _beamRe, _beamIm;

    public ScaledProblem(int antennas, int users)
    {
        (Antennas, Users, _stride) = (antennas, users, PlanarVector.Stride(antennas));
        int size = users * _stride;
        (_channelRe, _channelIm, _beamRe, _beamIm) = (new double[size], new double[size], new double[size], new double[size]);
        (Noise, ChannelGain) = (new double[users], new double[users]);
        (Thresholds, SignalFactors) = (new double[users], new double[users]);
        Covariance = new PlanarMatrix(antennas, antennas);
        RadarCovariance = new PlanarMatrix(antennas, antennas);
    }

    public int Antennas { get; }

    public int Users { get; }

    /// <summary>Gamma_l, linear.</summary>
    public double[] Thresholds { get; }

    /// <summary>1 + 1 / Gamma_l.</summary>
    public double[] SignalFactors { get; }

    /// <summary>P_m / P0, the diagonal of R^; null where only its trace is given.</summary>
    public double[]? AntennaShares { get; private set; }

    /// <summary>The largest of <see cref="SignalFactors"/>.</summary>
    public double LargestSignalFactor { get; private set; }

    /// <summary>P0.</summary>
    public double Power { get; private set; }

    /// <summary>n_l.</summary>
    public double[] Noise { get; }

    /// <summary>|h_l|^2 of the unscaled channel.</summary>
    public double[] ChannelGain { get; }

    /// <summary>The raw R / P0.</summary>
    public PlanarMatrix Covariance { get; }

    /// <summary>The raw S S^H / P0.</summary>
    public PlanarMatrix RadarCovariance { get; }

    public ReadOnlySpan<double> ChannelRe(int user) => _channelRe.AsSpan(user * _stride, _stride);

    public ReadOnlySpan<double> ChannelIm(int user) => _channelIm.AsSpan(user * _stride, _stride);

    /// <summary>Real parts of the raw c_l / sqrt(P0).</summary>
    public ReadOnlySpan<double> BeamRe(int user) => _beamRe.AsSpan(user * _stride, _stride);

    public ReadOnlySpan<double> BeamIm(int user) => _beamIm.AsSpan(user * _stride, _stride);

    /// <summary>Loads an instance; false when a number is not finite or a channel vanishes, so that no scale exists.</summary>
    public bool Load(IsacInstance instance, Design raw)
    {
        (Power, LargestSignalFactor, AntennaShares) = (instance.Power, 0, instance.AntennaShares());
        double amplitude = 1 / Math.Sqrt(Power);
        RadarCovariance.Clear();
        Span<double> columnRe = stackalloc double[_stride], columnIm = stackalloc double[_stride];
        for (int k = 0; k < raw.S.Columns; k++)
        {
            CopyColumn(raw.S, k, amplitude, columnRe, columnIm);
            RadarCovariance.AddOuter(1, columnRe, columnIm);
        }

        Covariance.CopyFrom(RadarCovariance);
        bool sound = true;
        for (int l = 0; l < Users; l++)
        {
            CopyColumn(raw.C, l, amplitude, _beamRe.AsSpan(l * _stride, _stride), _beamIm.AsSpan(l * _stride, _stride));
            Covariance.AddOuter(1, BeamRe(l), BeamIm(l));
            (Thresholds[l], SignalFactors[l]) = (instance.ThresholdOf(l), 1 + 1 / instance.ThresholdOf(l));
            LargestSignalFactor = Math.Max(LargestSignalFactor, SignalFactors[l]);
            sound &= LoadChannel(l, instance.Channel.Row(l), instance.NoiseOf(l));
        }

        return sound && double.IsFinite(amplitude) && double.IsFinite(Covariance.SquaredNorm());
    }

    private bool LoadChannel(int user, ReadOnlySpan<Complex> row, double noise)
    {
        double largest = 0, gain = 0;
        foreach (Complex entry in row) largest = Math.Max(largest, Math.Max(Math.Abs(entry.Real), Math.Abs(entry.Imaginary)));
        if (!(largest > 0) || !double.IsFinite(largest)) return false;
        foreach (Complex entry in row)
            gain += entry.Real / largest * (entry.Real / largest) + entry.Imaginary / largest * (entry.Imaginary / largest);
        double norm = largest * Math.Sqrt(gain);
        for (int m = 0; m < row.Length; m++)
            (_channelRe[user * _stride + m], _channelIm[user * _stride + m]) = (row[m].Real / norm, row[m].Imaginary / norm);
        ChannelGain[user] = norm * norm;
        Noise[user] = noise / (norm * norm) / Power;
        return double.IsFinite(Noise[user]) && double.IsFinite(gain);
    }

    /// <summary>Copies a multiple of a column to padded planes.</summary>
    public static void CopyColumn(ComplexMatrix matrix, int column, double factor, Span<double> re, Span<double> im)
    {
        re.Clear();
        im.Clear();
        for (int m = 0; m < matrix.Rows; m++) (re[m], im[m]) = (factor * matrix[m, column].Real, factor * matrix[m, column].Imaginary);
    }
}
