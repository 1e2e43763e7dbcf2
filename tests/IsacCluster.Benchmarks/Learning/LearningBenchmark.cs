using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;
using MathNet.Numerics.Statistics;

namespace IsacCluster.Benchmarks.Learning;

/// <summary>
/// Networks of the paper's size (preset paper, M = 10, L = 2, K = 3) against PyTorch, one thread each. Passes alternate, ours and the
/// peer's, work by work; rates are medians over the passes. The peer infers with the same weights on the same inputs, and its outputs
/// must agree.
/// </summary>
internal static class LearningBenchmark
{
    /// <summary>Largest deviation of an output from the peer's, of the largest output.</summary>
    private const double Tolerance = 1e-4;

    /// <returns>1 if the outputs of the two differ.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, 0, "rounds", "seconds", "batch", "python", "date");
        int rounds = options.Integer("rounds", 3);
        TimeSpan duration = TimeSpan.FromSeconds(options.Integer("seconds", 3));
        var batch = new InferenceBatch(options.Integer("batch", 1000));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("isac-learning");
        try
        {
            batch.WriteTo(folder.FullName);
            var peer = new PyTorchPeer(options.Text("python") ?? "/usr/bin/python3", folder.FullName);
            var facts = MachineFacts.Take(options.Date(TimeProvider.System));
            var outputs = new OutputRate(batch, TimeProvider.System);
            ILearningWork[] works = [outputs, new DesignRate(batch, TimeProvider.System)];
            string table = Table(works, peer, rounds, duration);
            double deviation = Deviation(outputs.Outputs, peer.ReadOutputs());
            Console.WriteLine($"{facts}- peer: {peer.Versions}, one thread; load average after: {MachineFacts.ReadLoadAverage()}");
            Console.WriteLine($"\n{table}");
            Console.WriteLine($"largest deviation of an output: {Number.Scientific(deviation)} of the largest output");
            return deviation <= Tolerance ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Table(IReadOnlyList<ILearningWork> works, PyTorchPeer peer, int rounds, TimeSpan duration)
    {
        var table = new MarkdownTable(
            "work", "ours (samples / CPU s)", "peer (samples / CPU s)", "ratio of medians", "least ratio", "largest ratio",
            "ours (samples / s)", "peer (samples / s)");
        foreach (ILearningWork work in works)
        {
            List<Rate> own = [], theirs = [];
            for (int round = 0; round < rounds; round++)
            {
                Console.Error.WriteLine($"{work.Name}: round {round + 1} of {rounds}");
                own.Add(work.Measure(duration));
                theirs.Add(peer.Measure(work.PeerWork, duration));
            }

            double[] ratios = [.. own.Zip(theirs, (ours, peers) => ours.PerCpuSecond / peers.PerCpuSecond)];
            double ownMedian = own.Select(rate => rate.PerCpuSecond).Median();
            double peerMedian = theirs.Select(rate => rate.PerCpuSecond).Median();
            table.Add(
                work.Name,
                Number.Count((long)ownMedian),
                Number.Count((long)peerMedian),
                Number.Ratio(ownMedian / peerMedian),
                Number.Ratio(ratios.Min()),
                Number.Ratio(ratios.Max()),
                Number.Count((long)own.Select(rate => rate.PerSecond).Median()),
                Number.Count((long)theirs.Select(rate => rate.PerSecond).Median()));
        }

        return table.ToString();
    }

    private static double Deviation(float[] own, float[] peer)
    {
        if (own.Length != peer.Length) return double.PositiveInfinity;
        double largest = own.Max(value => Math.Abs((double)value));
        return own.Zip(peer, (x, y) => Math.Abs((double)x - y)).Max() / largest;
    }
}
