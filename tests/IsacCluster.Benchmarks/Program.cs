using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Coverage;
using IsacCluster.Benchmarks.Engine;
using IsacCluster.Benchmarks.Jobs;
using IsacCluster.Benchmarks.Kills;
using IsacCluster.Benchmarks.Learning;
using IsacCluster.Benchmarks.Micro;
using IsacCluster.Benchmarks.Peer;
using IsacCluster.Benchmarks.Projections;
using IsacCluster.Benchmarks.Scaling;
using IsacCluster.Benchmarks.Scheduler;
using IsacCluster.Benchmarks.Search;
using IsacCluster.Benchmarks.Stress;
using IsacCluster.Jobs;

const string usage = """
    Benchmarks of IsacCluster, see docs/benchmarks.md. Run with: dotnet run -c Release --project tests/IsacCluster.Benchmarks -- VERB
      peer [CASES.json] [--repeat N] [--rounds N] [--limit N] [--peers F,F] [--python FILE] [--json FILE]   solvers against general ones
      learning [--rounds N] [--seconds N] [--batch N] [--python FILE]                         networks against PyTorch
      onnx MODEL... [--count N] [--users L] [--batch N] [--seed S]                            exported networks in ONNX Runtime
      scaling [--instances N] [--seed S] [--largest M] [--solver NAME] [--only planar]        time against M, L, N, the batch; planar arrays
      projection [--count N] [--samples N] [--seed S]                                         projections of networks' designs
      warm [--trajectories N] [--seed S]                                                      SDR from the previous slot's design
      stress [--count N] [--seed S] [--largest M] [--threads T] [--id I]                      outcomes on hard random instances
      coverage [--replicates N] [--pool N] [--seed S] [--model FILE]                          how often intervals cover the truth
      micro [options of BenchmarkDotNet]                                                      inner loops against their baselines
      search [--trials N] [--seeds N] [--seed S] [--python FILE]                              samplers against Optuna
      quality [--samplers A,B] [--seeds N] [--seed S] [--bbob-seeds N] [--threads T]          samplers against Optuna 5, regret on BBOB
      fronts [--samplers A,B] [--seeds N] [--seed S] [--threads T]                            hypervolumes of several objectives
      promotion [--seeds N] [--seed S]                                                        promoted checkpoints at equal steps
      engine [--tasks N,N] [--silos N,N] [--lanes N]                                          tasks per second of the job engine
      scheduler [--tasks N,N] [--silos N,N] [--shards N] [--seconds N] [--slots N]            throughput, ledger, fair shares, occupancy
      kills ISAC [--kills N] [--seed S]                                                       digests of a study killed at random
      jobs ISAC [--count N] [--keep-jobs N] [--pause MS]                                      memory and store of small jobs in a row
      lease [--sampler NAME] [--trials N] [--slots N]                                         how long a lease holds a lane's grain
      trials [--trials N] [--sampler NAME] [--silos N] [--parallel N]                         one study of many trials, and its report
    Every verb but micro takes --date YYYY-MM-DD (default: today) for the facts that it prints.
    """;

string verb = args.Length == 0 ? "help" : args[0];
string[] rest = [.. args.Skip(1)];
try
{
    switch (verb)
    {
        case "peer": return PeerBenchmark.Run(rest);
        case "learning": return LearningBenchmark.Run(rest);
        case "onnx": return OnnxBenchmark.Run(rest);
        case "scaling": return ScalingBenchmark.Run(rest);
        case "projection": return ProjectionBenchmark.Run(rest);
        case "warm": return WarmStartBenchmark.Run(rest);
        case "stress": return StressBenchmark.Run(rest);
        case "coverage": return CoverageBenchmark.Run(rest);
        case "micro": return MicroBenchmarks.Run(rest);
        case "search": return SearchBenchmark.Run(rest);
        case "quality": return QualityBenchmark.Run(rest);
        case "fronts": return FrontsBenchmark.Run(rest);
        case "promotion": return PromotionBenchmark.Run(rest);
        case "engine": return await EngineBenchmark.RunAsync(rest);
        case "scheduler": return await SchedulerBenchmark.RunAsync(rest);
        case "kills": return KillBenchmark.Run(rest);
        case "jobs": return await JobsBenchmark.RunAsync(rest);
        case "lease": return await LeaseBenchmark.RunAsync(rest);
        case "trials": return await StudyScaleBenchmark.RunAsync(rest);
        case "help" or "--help" or "-h":
            Console.WriteLine(usage);
            return 0;
        default:
            throw new UsageException(
                $"'{verb}' is not a benchmark; allowed: peer, learning, onnx, scaling, projection, warm, stress, coverage, micro, search, "
                + "quality, fronts, promotion, engine, scheduler, kills, jobs, lease, trials.");
    }
}
catch (Exception mistake) when (mistake is UsageException or SpecificationException)
{
    Console.Error.WriteLine(mistake.Message);
    return 2;
}
