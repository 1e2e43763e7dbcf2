using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Datasets;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;
using IsacCluster.Solvers;
using PureHDF;

namespace IsacCluster.Campaigns.Solving;

/// <summary>
/// The designs of one algorithm for one shard of a dataset, an HDF5 file of schema isac-designs-v1, n samples:
/// `C` (n x M x L) and `S` (n x M x M) complex, `status` (int8, attribute `codes`), `mse` L(R) on the evaluation grid, `sinr`
/// (n x L, linear), `rel_gap`, `primal_residual`, `iterations`, `sample`. Where the status is not optimal there is no design: C
/// and S are 0, mse and sinr are NaN. No times: the bytes depend on the dataset and the solver alone.
/// </summary>
public static class DesignShard
{
    public const string Schema = "isac-designs-v1";

    /// <summary>The file's bytes.</summary>
    /// <param name="datasetDigest">Of the dataset that the samples are from.</param>
    /// <param name="samples">Consecutive, at least one.</param>
    /// <param name="results">One for each sample.</param>
    internal static byte[] Encode(string algorithm, string datasetDigest, IReadOnlyList<Sample> samples, IReadOnlyList<SolveResult> results)
    {
        int n = samples.Count, antennas = samples[0].Instance.Antennas, users = samples[0].Instance.Users;
        var c = new Hdf5Complex[n * antennas * users];
        var s = new Hdf5Complex[n * antennas * antennas];
        double[] mse = Undefined(n), sinr = Undefined(n * users);
        for (int k = 0; k < n; k++)
        {
            if (!results[k].Status.HasDesign()) continue;
            Design design = results[k].Design
                ?? throw new InvalidOperationException($"Solver {algorithm} calls sample {samples[k].Index} optimal without a design.");
            CopyColumns(design.C, users, c.AsSpan(k * antennas * users));
            CopyColumns(design.S, antennas, s.AsSpan(k * antennas * antennas));
            IsacInstance instance = samples[k].Instance;
            mse[k] = Canonical(samples[k].Evaluation.Mse(design.Covariance()));
            Sinr.Of(design, instance).CopyTo(sinr, k * users);
        }

        var file = new H5File
        {
            ["C"] = new H5Dataset(c, fileDims: [(ulong)n, (ulong)antennas, (ulong)users]),
            ["S"] = new H5Dataset(s, fileDims: [(ulong)n, (ulong)antennas, (ulong)antennas]),
            ["status"] = new H5Dataset(results.Select(result => (sbyte)result.Status).ToArray())
            {
                Attributes = new() { ["codes"] = StatusCodes },
            },
            ["mse"] = mse,
            ["sinr"] = new H5Dataset(sinr, fileDims: [(ulong)n, (ulong)users]),
            ["rel_gap"] = results.Select(result => Canonical(result.RelativeGap)).ToArray(),
            ["primal_residual"] = results.Select(result => Canonical(result.PrimalResidual)).ToArray(),
            ["iterations"] = results.Select(result => result.Iterations).ToArray(),
            ["sample"] = samples.Select(sample => sample.Index).ToArray(),
        };
        file.Attributes["schema"] = Schema;
        file.Attributes["algorithm"] = algorithm;
        file.Attributes["dataset_digest"] = datasetDigest;
        file.Attributes["first"] = samples[0].Index;
        file.Attributes["count"] = (long)n;
        return Hdf5File.ToBytes(file);
    }

    /// <summary>0=optimal,1=infeasible,...</summary>
    private static string StatusCodes => string.Join(',', SolveStatusNames.All.Select((name, code) => $"{code}={name}"));

    /// <summary>Copies an M x k matrix with k &lt;= columns; a radar-only C has no columns, and the missing ones are 0.</summary>
    private static void CopyColumns(ComplexMatrix matrix, int columns, Span<Hdf5Complex> target)
    {
        if (matrix.Columns > columns)
            throw new InvalidOperationException($"A design of {matrix.Columns} beams does not fit into {columns}.");
        for (int row = 0; row < matrix.Rows; row++) Hdf5Complex.From(matrix.Row(row)).CopyTo(target[(row * columns)..]);
    }

    private static double[] Undefined(int length)
    {
        var values = new double[length];
        Array.Fill(values, double.NaN);
        return values;
    }

    /// <summary>One bit pattern for every NaN.</summary>
    private static double Canonical(double value) => double.IsNaN(value) ? double.NaN : value;
}
