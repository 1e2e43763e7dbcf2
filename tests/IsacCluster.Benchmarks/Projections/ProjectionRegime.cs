using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Benchmarks.Projections;

/// <summary>Designs of a committed network that need a projection, as the campaigns of this setting meet them.</summary>
/// <param name="Name">As the table shows it.</param>
internal sealed record ProjectionRegime(string Name, Scenario Scenario, string Model)
{
    private const int Batch = 64;

    public static IReadOnlyList<ProjectionRegime> All { get; } =
    [
        Users(2, 1e-10), Users(2, 1e-9), Users(4, 1e-10), Users(6, 1e-10),
        new("two's network, L = 4", Of(4, 1e-10), "models/gnn-users/gnn-users-users=2.safetensors"),
        new("fully connected, L = 2", Of(2, 1e-10), "models/dnn-table3/dnn-table3-sinr_db=8.safetensors"),
    ];

    /// <summary>The first infeasible designs of feasible samples, in the order of the samples.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="samples">How many samples are looked at.</param>
    public IReadOnlyList<(IsacInstance Instance, Design Raw)> Draw(ulong seed, int count, int samples)
    {
        Inference infer = ModelFiles.OfProcess.Load(Model).CreateInference();
        var generator = new SampleGenerator(Scenario, seed);
        var drawn = new List<(IsacInstance, Design)>();
        for (int first = 0; first < samples && drawn.Count < count; first += Batch)
        {
            IsacInstance[] batch = [.. Enumerable.Range(first, Batch).Select(i => generator.Generate(i).Instance)];
            drawn.AddRange(batch.Zip(infer(batch)).Where(pair => !LearnedAlgorithm.IsFeasible(pair.First, pair.Second)));
        }

        return [.. drawn.Take(count)];
    }

    private static ProjectionRegime Users(int users, double noise) => new(
        FormattableString.Invariant($"L = {users}, noise {noise}"), Of(users, noise),
        FormattableString.Invariant($"models/gnn-users/gnn-users-users={users}.safetensors"));

    private static Scenario Of(int users, double noise) => new() { Users = users, Noise = noise, SinrDb = 8 };
}
