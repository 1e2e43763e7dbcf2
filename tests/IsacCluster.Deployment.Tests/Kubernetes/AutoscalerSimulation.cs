using System.Globalization;
using k8s.Models;

namespace IsacCluster.Deployment.Tests.Kubernetes;

/// <summary>
/// A pool of silos under a HorizontalPodAutoscaler, step by step: work comes as slot time, silos do it, their metrics reach the autoscaler
/// late, pods start late. The algorithm is that of Kubernetes (pkg/controller/podautoscaler, autoscaling/v2): no change within a tenth of
/// the target, the least (up) or greatest (down) recommendation of the stabilisation window, and policies over their periods.
/// </summary>
internal sealed class AutoscalerSimulation(V2HorizontalPodAutoscaler scaler, int slotsPerSilo)
{
    private const int Sync = 15, MetricDelay = 30, PodStart = 45, BusyWindow = 180; // seconds
    private const double Tolerance = 0.1, Horizon = 60;

    private readonly V2HorizontalPodAutoscalerSpec _spec = scaler.Spec;
    private readonly List<double> _wanted = [], _busy = []; // one a second: slots
    private readonly List<(int At, int Silos)> _recommended = [];
    private readonly List<int> _ordered = []; // one a second

    /// <summary>Slot seconds that wait or are being done.</summary>
    public double Backlog { get; private set; }

    /// <summary>Silos that were asked for, one a second.</summary>
    public IReadOnlyList<int> Silos => _ordered;

    /// <summary>How often the pool's size began to move the other way.</summary>
    public int Turns(int from = 0)
    {
        int[] steps = [.. _ordered.Skip(from).Zip(_ordered.Skip(from + 1), (before, after) => Math.Sign(after - before))
            .Where(step => step != 0)];
        return steps.Zip(steps.Skip(1)).Count(pair => pair.First != pair.Second);
    }

    /// <summary>How often it changed.</summary>
    public int Changes(int from) => _ordered.Skip(from).Zip(_ordered.Skip(from + 1)).Count(pair => pair.First != pair.Second);

    /// <param name="arriving">Slot seconds that arrive in each second.</param>
    public void Run(int seconds, Func<int, double> arriving)
    {
        int end = _ordered.Count + seconds;
        for (int now = _ordered.Count; now < end; now++)
        {
            int ordered = now == 0 ? _spec.MinReplicas!.Value : now % Sync == 0 ? Decide(now) : _ordered[^1];
            _ordered.Add(ordered);
            int running = Enumerable.Range(0, PodStart + 1).Min(back => _ordered[Math.Max(0, now - back)]); // gone at once, there late
            Backlog += arriving(now);
            double done = Math.Min(Backlog, (double)running * slotsPerSilo);
            Backlog -= done;
            _busy.Add(done);
            _wanted.Add(Math.Ceiling(Backlog / Horizon));
        }
    }

    private int Decide(int now)
    {
        int current = _ordered[^1];
        int seen = Math.Max(0, now - MetricDelay);
        double busy = _busy.Skip(Math.Max(0, seen - BusyWindow)).Take(Math.Min(BusyWindow, seen)).DefaultIfEmpty(0).Average();
        double metric = Math.Max(seen == 0 ? 0 : _wanted[seen - 1], busy) / slotsPerSilo;
        double target = Quantity(_spec.Metrics.Single().External.Target.AverageValue);
        double ratio = metric / (target * current);
        int raw = Math.Abs(ratio - 1) <= Tolerance ? current : (int)Math.Ceiling(metric / target);
        _recommended.Add((now, raw));
        int up = Window(now, _spec.Behavior.ScaleUp).Min(), down = Window(now, _spec.Behavior.ScaleDown).Max();
        int stable = Math.Max(Math.Min(current, down), up);
        return Math.Clamp(Limited(now, current, stable), _spec.MinReplicas!.Value, _spec.MaxReplicas);
    }

    private IEnumerable<int> Window(int now, V2HPAScalingRules rules) => _recommended
        .Where(recommended => recommended.At > now - Math.Max(1, rules.StabilizationWindowSeconds ?? 0)).Select(entry => entry.Silos);

    private int Limited(int now, int current, int stable)
    {
        foreach (V2HPAScalingPolicy policy in (stable > current ? _spec.Behavior.ScaleUp : _spec.Behavior.ScaleDown).Policies)
        {
            int before = _ordered[Math.Max(0, now - policy.PeriodSeconds)];
            int step = policy.Type == "Percent" ? (int)Math.Ceiling(before * policy.Value / 100.0) : policy.Value;
            stable = Math.Clamp(stable, Math.Min(current, before - step), Math.Max(current, before + step));
        }

        return stable;
    }

    private static double Quantity(ResourceQuantity quantity) => double.Parse(
        quantity.ToDecimal().ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
