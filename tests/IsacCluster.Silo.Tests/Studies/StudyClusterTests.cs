using System.Text;
using IsacCluster.Campaigns;
using IsacCluster.Campaigns.Studies;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Cluster;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Tests.Synthetic;
using IsacCluster.Jobs;
using IsacCluster.Silo.Hosting;
using IsacCluster.Silo.Jobs;
using IsacCluster.Training;
using Microsoft.Extensions.DependencyInjection;

namespace IsacCluster.Silo.Tests.Studies;

/// <summary>Studies on whole in-process clusters: the same trials for any silos and slots, after a kill, and when extended.</summary>
public sealed class StudyClusterTests : IDisposable
{
    private const string Mixed = "kind: study\nname: mixed\nseed: 7\nobjective: {synthetic: mixed}\ntrials: 48\nparallel: 6\n";
    private const string Curve =
        "kind: study\nname: curve\nobjective: {synthetic: learning-curve}\npruner: {asha: {min_resource: 3}}\ntrials: 48\nparallel: 6\n";

    private const string Limited = "kind: study\nname: limited\nobjective: {synthetic: gardner}\nconstraints: [c <= -0.95]\n"
        + "sampler: tpe\ntrials: 48\nparallel: 6\n";

    private const string Fronts = "kind: study\nname: fronts\nobjective: {synthetic: zdt1, dimensions: 3}\nsampler: tpe\n"
        + "directions: [minimize, minimize]\ntrials: 48\nparallel: 6\n";

    private const string Promoted = "kind: study\nname: promoted\nobjective: {synthetic: learning-curve}\nsampler: bohb\n"
        + "pruner: {hyperband: {min_resource: 3, promote: true}}\ntrials: 48\nparallel: 6\n";

    private const string Population = "kind: study\nname: population\nobjective: {synthetic: learning-curve}\nsampler: random\n"
        + "pruner: {pbt: {population: 8, interval: 27}}\ntrials: 48\nparallel: 6\n";

    private const string Training =
        "kind: study\nname: trained\nspace: {learning_rate: {float: [1e-4, 1e-1], log: true}}\n"
        + "objective: {training: {epochs: 4, validate_every: 1}}\npruner: median\ntrials: 24\nparallel: 4\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Mixed)]
    [InlineData(Curve)]
    [InlineData(Limited)]
    [InlineData(Fronts)]
    [InlineData(Promoted)]
    [InlineData(Population)]
    public async Task The_same_bytes_for_any_silos_and_slots(string spec)
    {
        byte[] one = Untimed(await RunAsync(spec, "one", silos: 1, slots: 1));
        Assert.Equal(48, TrialOutcomes.FromBytes(one).Trials.Values.Select((outcome, n) => outcome.Part?.Trial ?? n).Distinct().Count());
        Assert.Equal(one, Untimed(await RunAsync(spec, "eight", silos: 1, slots: 8)));
        Assert.Equal(one, Untimed(await RunAsync(spec, "three", silos: 3, slots: 1)));
    }

    /// <summary>All that a lane holds but how long its trials took.</summary>
    private static byte[] Untimed(byte[] lane)
    {
        var untimed = new TrialOutcomes();
        foreach ((long number, TrialOutcome outcome) in TrialOutcomes.FromBytes(lane).Trials)
            untimed.Add(number, outcome with { DurationS = null });
        return untimed.ToBytes();
    }

    /// <summary>On stand-ins for the devices.</summary>
    [Theory]
    [InlineData("cuda=1", 1, "0")]
    [InlineData("cuda=2x0.5", 1, "0 1")]
    [InlineData("cuda=4x2", 2, "0,1 2,3")]
    public async Task Commands_see_the_devices_of_their_slot(string slots, int devices, string seen)
    {
        SlotCounts counts = SlotCounts.Parse(slots, 0, out DeviceShare share);
        string begun = _folder["begun"];
        Directory.CreateDirectory(begun);
        // Each trial waits until one has begun on every slot.
        string script = $"echo $CUDA_VISIBLE_DEVICES > seen; touch {begun}/$ISAC_TRIAL; "
            + $"while [ $(ls {begun} | wc -l) -lt {counts.Cuda} ]; do sleep 0.02; done; "
            + "echo \"{\\\"value\\\": ${1#--x=}}\"";
        string spec = "kind: study\nname: devices\nspace: {x: {float: [0, 1]}}\nsampler: random\ntrials: 12\nparallel: 6\n"
            + $"resources: {{devices: {devices}}}\nobjective: {{command: [sh, -c, '{script}', sh]}}\n";
        await using EmbeddedCluster cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions
        {
            DataFolder = _folder["data"],
            Slots = _ => counts with { Cpu = 1 },
            ConfigureCluster = engine => engine.Devices = share,
            ConfigureServices = services => services.AddSingleton<IJobFactory>(
                new SpecificationJobFactory(TimeProvider.System, _folder.Path, acceleratorStandIns: true)),
        });
        JobResults results = await RunAsync(cluster, spec);
        Assert.Equal(JobPhase.Completed, results.Status.Phase);
        string[] files = Directory.GetFiles(_folder["out"], "seen", SearchOption.AllDirectories);
        Assert.Equal(12, files.Length);
        Assert.Equal(seen.Split(' '), files.Select(file => File.ReadAllText(file).Trim()).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task In_throughput_mode_every_trial_ends_once()
    {
        byte[] result = await RunAsync(Mixed + "mode: throughput\n", "free", silos: 2, slots: 2);
        Assert.Equal(Enumerable.Range(0, 48).Select(n => (long)n), TrialOutcomes.FromBytes(result).Trials.Keys);
    }

    [Fact]
    public async Task A_killed_study_continues_to_the_same_trials_and_is_extended_later()
    {
        string shorter = Training.Replace("trials: 24", "trials: 12", StringComparison.Ordinal);
        byte[] undisturbed = await RunAsync(Training, "undisturbed", silos: 1, slots: 2);

        using var gate = new ManualResetEventSlim();
        int begun = 0;
        var storage = new MortalStorage();
        await using (EmbeddedCluster first = await StartAsync("data", 1, 2, () =>
        {
            if (Interlocked.Increment(ref begun) > 8) gate.Wait();
        }, storage))
        {
            JobId id = await first.Client.SubmitAsync(Describe(shorter));
            await foreach (JobStatus status in first.Client.WatchAsync(id))
                if (status.Lanes.Sum(lane => lane.Accepted) == 8) break; // durable; both slots hang in a trial
            Task killed = storage.KillAsync(first);
            gate.Set();
            await killed;
        }

        await using EmbeddedCluster second = await StartAsync("data", 3, 1);
        JobResults resumed = await RunAsync(second, shorter);
        Assert.Equal(8, resumed.Status.Counts.SamplesReused);
        JobResults extended = await RunAsync(second, Training);
        Assert.Equal(12, extended.Status.Counts.SamplesReused);
        Assert.Equal(12, extended.Status.Counts.SamplesComputed);
        Assert.Equal(Values(undisturbed), Values(extended.Lanes[0]));

        JobResults cut = await RunAsync(second, shorter.Replace("trials: 12", "trials: 7", StringComparison.Ordinal));
        Assert.Equal(0, cut.Status.Counts.SamplesComputed);
        Assert.Equal(Values(undisturbed)[..7], Values(cut.Lanes[0]));
    }

    [Fact]
    public async Task Too_many_failures_leave_the_study_incomplete()
    {
        const string spec =
            "kind: study\nname: failing\nspace: {x: {float: [0, 1]}}\nobjective: {command: [sh, -c, 'exit 3']}\n"
            + "retries: 0\nmax_failures: 2\ntrials: 30\nparallel: 2\n";
        await using EmbeddedCluster cluster = await StartAsync("failing", 1, 2);
        JobResults results = await RunAsync(cluster, spec);
        Assert.Equal(JobPhase.Incomplete, results.Status.Phase);
        Assert.Equal(4, TrialOutcomes.FromBytes(results.Lanes[0]).Trials.Count);
    }

    /// <summary>Attempts count what a crash cost and may differ.</summary>
    private static string[] Values(byte[] lane) =>
        [.. TrialOutcomes.FromBytes(lane)
            .Trials.Select(trial => $"{trial.Key} {trial.Value.State} {trial.Value.Parameters} {string.Join(',', trial.Value.Values)}")];

    private JobDescription Describe(string spec) => new("study", spec, _folder["x.yaml"], _folder["out"]);

    private async Task<byte[]> RunAsync(string spec, string data, int silos, int slots)
    {
        await using EmbeddedCluster cluster = await StartAsync(data, silos, slots);
        JobResults results = await RunAsync(cluster, spec);
        // A study whose trials pause ends below the most parts that it could have had.
        bool promotes = spec == Promoted;
        Assert.Equal(promotes ? JobPhase.Incomplete : JobPhase.Completed, results.Status.Phase);
        return results.Lanes[0];
    }

    private async Task<JobResults> RunAsync(EmbeddedCluster cluster, string spec)
    {
        JobId id = await cluster.Client.SubmitAsync(Describe(spec));
        await foreach (JobStatus _ in cluster.Client.WatchAsync(id)) { }
        return await cluster.Client.GetResultsAsync(id);
    }

    private Task<EmbeddedCluster> StartAsync(
        string data, int silos, int slots, Action? onTraining = null, MortalStorage? storage = null) => EmbeddedCluster.StartAsync(
        new EmbeddedClusterOptions
        {
            DataFolder = _folder[data],
            Silos = silos,
            SlotsPerSilo = slots,
            ConfigureServices = services =>
            {
                services.AddSingleton<IJobFactory>(new StudyFactory(onTraining));
                storage?.Register(services);
            },
        });

    /// <summary>Builds studies whose trainings compute nothing: a loss that the learning rate decides.</summary>
    private sealed class StudyFactory(Action? onTraining) : IJobFactory
    {
        public IJob Create(JobDescription description)
        {
            var specification = (StudySpecification)new SpecificationReader()
                .Parse(description.SpecText, description.SpecPath);
            TrainingFunction train = (settings, _, observe, _, _) =>
            {
                onTraining?.Invoke();
                List<CurvePoint> curve = [];
                for (int epoch = 1; epoch <= settings.Epochs; epoch++)
                {
                    curve.Add(new CurvePoint(epoch, 0, Math.Abs(Math.Log10(settings.LearningRate) + 2) + 1.0 / epoch, 0.2, 0.75, 0));
                    observe!(new TrainingProgress(epoch, settings.Epochs, 0, curve[^1], 0));
                }

                byte[] model = Encoding.UTF8.GetBytes("none");
                return new TrainingOutcome(model, "sha256:", curve, curve[^1].Epoch, curve[^1], 0, StoppedEarly: false);
            };
            return new StudyJob(specification, description.OutputFolder, TimeProvider.System, train);
        }
    }
}
