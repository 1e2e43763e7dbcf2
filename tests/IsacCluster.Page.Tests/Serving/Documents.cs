using System.Globalization;

namespace IsacCluster.Page.Tests.Serving;

/// <summary>What a server may say: a cluster of three silos with a campaign, a study and a training. Names are those of the JSON.</summary>
internal static class Documents
{
    public const string Campaign = "table3-1a2b3c4d5e6f", Study = "gnn-study-0a0b0c0d0e0f", Training = "gnn-table3-112233445566";

    /// <summary>The browser has the clock of the machine, so the server that it is told of has it too.</summary>
    private static DateTimeOffset Clock => TimeProvider.System.GetUtcNow();

    private static readonly DateTimeOffset Start = Clock.AddHours(-1);

    public static Dictionary<string, object> All(int points = 2) => new()
    {
        ["about"] = new { as_of = Now, product = "IsacCluster", version = "1", cluster = "lab", source = "silo", may = "submit" },
        ["jobs"] = Jobs(),
        ["silos"] = Silos("alive"),
        ["happened"] = Happened,
        [$"jobs/{Campaign}"] = CampaignDetail(points),
        [$"jobs/{Campaign}/failures"] = Failures,
        [$"jobs/{Campaign}/log"] = new { as_of = Now, lines = new[] { new { time = Now, level = "warning", text = "task 3 runs again" } } },
        [$"jobs/{Campaign}/figures"] = new { as_of = Now, figures = Array.Empty<object>() },
        [$"jobs/{Study}"] = StudyDetail,
        [$"jobs/{Study}/failures"] = None,
        [$"jobs/{Training}"] = TrainingDetail,
        [$"jobs/{Training}/failures"] = None,
    };

    private static string Now => Clock.ToString("O", CultureInfo.InvariantCulture);

    private static object None => new { as_of = Now, total = 0, failures = Array.Empty<object>(), parked = Array.Empty<object>() };

    public static object Failures => new
    {
        as_of = Now,
        total = 1,
        failures = new[]
        {
            new
            {
                index = 12, point = "sinr-8", point_label = "sinr_db = 8", sample = 12, algorithm = "zf", status = "failed",
                message = "the factor is not positive definite", replay = $"isac replay {Campaign} --point sinr-8 --sample 12",
            },
        },
        parked = new[] { new { lane = "sinr_db = 10", first = 640, count = 64, attempts = 3, message = "timed out after 60 s" } },
    };

    public static object Jobs(string phase = "running") => new
    {
        as_of = Now,
        left_out = 0,
        jobs = new[]
        {
            Job(Campaign, "table3", "campaign", phase, 1234, 8000), Job(Study, "gnn-study", "study", "running", 37, 200),
            Job(Training, "gnn-table3", "training", "completed", 8, 8),
        },
    };

    public static object Silos(string second) => new
    {
        as_of = Now,
        silos = new[] { Silo("S1", "alive", 2, 2), Silo("S2", second, 4, second == "gone" ? 0 : 3), Silo("S3", "alive", 2, 1) },
    };

    private static object Happened => new
    {
        as_of = Now,
        events = new[]
        {
            new { number = 1, time = Start, kind = "silo-joined", silo = "S1", text = "silo S1 joined with cpu=2" },
            new { number = 2, time = Start.AddMinutes(30), kind = "silo-lost", silo = "S3", text = "silo S3 was lost" },
            new { number = 3, time = Start.AddMinutes(36), kind = "silo-joined", silo = "S3", text = "silo S3 joined with cpu=2" },
        },
    };

    public static object Lost => new
    {
        events = new[] { new { number = 7, time = Now, kind = "silo-lost", silo = "S2", job = (string?)null, text = "S2 was lost" } },
    };

    private static Dictionary<string, object?> Job(string id, string name, string kind, string phase, int accepted, int target) => new()
    {
        ["as_of"] = Now,
        ["id"] = id,
        ["name"] = name,
        ["kind"] = kind,
        ["phase"] = phase,
        ["accepted"] = accepted,
        ["target"] = target,
        ["percent"] = Math.Floor(1000.0 * accepted / target) / 10,
        ["rate_per_s"] = phase == "running" ? 12.3 : null,
        ["finish"] = phase == "running" ? Clock.AddMinutes(95) : null,
        ["submitted"] = Start,
        ["started"] = Start,
        ["finished"] = phase == "completed" ? Start.AddMinutes(30) : null,
        ["priority"] = 1,
        ["max_slots"] = null,
        ["parked"] = 0,
        ["waiting"] = null,
        ["failure"] = null,
    };

    private static object Silo(string name, string state, int total, int busy) => new
    {
        name,
        host = "alpha",
        state,
        last_seen = Clock,
        joined = Start,
        slots = new { total, busy, kinds = new { cpu = new { total, busy } } },
    };

    private static Dictionary<string, object?> Detail(Dictionary<string, object?> job) => new(job)
    {
        ["specification"] = $"kind: {job["kind"]}\nname: {job["name"]}\n",
        ["history"] = new[]
        {
            new { start = Start, end = (DateTimeOffset?)null, host = "alpha", samples_computed = 1234, samples_reused = 0 },
        },
        ["silos"] = new[] { new { name = "S1", host = "alpha", isa = "x64/avx2", build = "1", cpu = "a processor" } },
        ["stages"] = new[] { new { name = "sdr", calls = 1234, total_s = 0.5, mean_s = 0.0004 } },
        ["slots_s"] = 100,
        ["useful_s"] = 95,
        ["throughput"] = Enumerable.Range(0, 60).Select(Accepted).ToList(),
        ["points"] = Array.Empty<object>(),
        ["study"] = null,
        ["training"] = null,
    };

    /// <summary>Twenty a minute, and for six minutes two thirds of that.</summary>
    private static object[] Accepted(int minute) =>
        [Start.AddMinutes(minute), (20 * minute) - (7 * Math.Clamp(minute - 30, 0, 6)) + (3 * Math.Sin(minute))];

    public static object CampaignDetail(int points, double half = 0.002) => new Dictionary<string, object?>(
        Detail(Job(Campaign, "table3", "campaign", "running", 1234, 8000)))
    {
        ["points"] = Enumerable.Range(0, points).Select(point => Point(point, half)).ToList(),
    };

    private static object Point(int index, double half) => new
    {
        index,
        id = $"p{index}",
        label = $"sinr_db = {8 + index}",
        samples = 617,
        target = 4000,
        stop_reason = index % 5 == 4 ? "precision" : null,
        @params = new { sinr_db = 8 + index },
        stop = new { relative_half_width = 0.005, confidence = 0.95, min_samples = 200 },
        algorithms = new[] { "sdr", "zf", "gnn" }.Select((name, k) => Algorithm(name, k, half * (1 + k), 0.25 * (1 + (0.012 * k)))),
    };

    private static object Algorithm(string name, int k, double half, double mean) => new
    {
        name,
        label = name,
        n = 617,
        n_eff = 540 - (100 * k),
        infeasible = 0,
        failed = k == 1 ? 1 : 0,
        mean,
        half_width = half,
        low = mean - half,
        high = mean + half,
        interval_note = (string?)null,
        relative_half_width = half / mean,
        satisfaction = 1 - (0.003 * k),
        satisfaction_low = 0.99 - (0.003 * k),
        satisfaction_high = 1 - (0.001 * k),
        metrics = new { sum_rate = new { mean = 6.25, low = 6.2, high = 6.3, n = 617 } },
        trace = Enumerable.Range(1, 30).Select(i => new object[]
        {
            Start.AddMinutes(i), 20 * i, 18 * i, mean + (half * Math.Sin(2.0 * i) * 3 / i), half * Math.Sqrt(30.0 / i),
        }),
    };

    private static object StudyDetail => new Dictionary<string, object?>(Detail(Job(Study, "gnn-study", "study", "running", 37, 200)))
    {
        ["study"] = new
        {
            direction = new[] { "minimize", "minimize" },
            metrics = new[] { "mse", "parameters" },
            sampler = "tpe",
            pruner = "median",
            space = new object[]
            {
                new { name = "learning_rate", kind = "float", low = 1e-4, high = 1e-2, log = true },
                new { name = "activation", kind = "choice", choices = new[] { "relu", "gelu" } },
            },
            constraints = new[] { "satisfaction >= 0.98" },
            best = (object?)null, // with several metrics there is none
            hypervolume = 0.0125,
            notes = new[] { "5 of 28 complete trials violate a constraint." },
            trials = Enumerable.Range(0, 40).Select(Trial).ToList(),
            front = new[] { 0, 3, 6, 7, 12, 15, 18, 19, 23, 24, 27, 30, 32, 36 },
            importances = new[] { new { name = "learning_rate", value = 0.8 }, new { name = "activation", value = 0.2 } },
        },
    };

    /// <summary>The least is that of trial 7.</summary>
    private static double Value(int number) =>
        0.2507 + (0.0004 * (number - 7) * (number - 7) % 0.0113) + (0.02 / (number + 3) * Math.Min(1, Math.Abs(number - 7)));

    /// <summary>Complete trials whose constraint does not hold.</summary>
    private static readonly int[] Violating = [2, 4, 10, 22, 34];

    private static double Weights(int number) => Math.Round(10 / (Value(number) - 0.248)) * (1 + (number % 3));

    private static object Trial(int number)
    {
        string state = number switch { >= 38 => "running", 13 => "failed", _ => number % 4 == 1 ? "pruned" : "complete" };
        double value = Value(number);
        return new
        {
            number,
            state,
            value = (double?)null,
            values = state == "complete" ? new[] { value, Weights(number) } : null,
            @params = new { learning_rate = 1e-4 * (number + 1), activation = number % 2 == 0 ? "gelu" : "relu" },
            intermediate = Enumerable.Range(1, state switch { "failed" => 0, "complete" => 10, _ => 2 + (number % 5) })
                .Select(step => new[] { step, value + (0.1 / step) }),
            attempts = 1,
            feasible = state == "complete" ? !Violating.Contains(number) : (bool?)null,
            constraints = state == "complete" ? new[] { Violating.Contains(number) ? 0.001 * (number + 1) : -0.012 } : null,
            measured = state == "complete" ? new { satisfaction = Violating.Contains(number) ? 0.979 - (0.001 * number) : 0.992 } : null,
            duration_s = state == "running" ? (double?)null : 60 + (17.5 * (number % 7)),
            message = state == "failed" ? "the loss is not a number" : null,
        };
    }

    private static object TrainingDetail => new Dictionary<string, object?>(
        Detail(Job(Training, "gnn-table3", "training", "completed", 8, 8)))
    {
        ["training"] = new
        {
            models = new[] { Model(0, "sinr-8", 60, "complete"), Model(1, "sinr-9", 25, "running") },
            curves = Array.Empty<object>(),
            epoch = 25,
            epochs = 60,
            best_epoch = 24,
            line = "epoch 25",
        },
    };

    private static object Model(int index, string point, int epoch, string state) => new
    {
        index,
        point,
        state,
        epoch,
        epochs = 60,
        best_epoch = epoch - 1,
        line = "",
        curves = new[]
        {
            Curve("train_loss", epoch, 0.25), Curve("validation_loss", epoch, 0.26), Curve("satisfaction", epoch, 0.97, -0.4),
        },
    };

    private static object Curve(string name, int epochs, double end, double start = 0.4) => new
    {
        name,
        points = Enumerable.Range(1, epochs).Select(epoch => new[] { epoch, end + (start * Math.Exp(-epoch / 9.0)) }).ToList(),
    };
}
