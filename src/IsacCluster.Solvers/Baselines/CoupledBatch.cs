using IsacCluster.Isac.Designs;
using IsacCluster.Solvers.InteriorPoint;
using IsacCluster.Solvers.InteriorPoint.Coupled;
using IsacCluster.Solvers.InteriorPoint.Lanes;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// A batch of instances: those that get to the coupled form are iterated four at a time (<see cref="LaneIteration"/>), and what does not
/// end as certified there is solved alone. Which way an instance goes depends on the instance alone.
/// </summary>
internal sealed class CoupledBatch(SolverOptions options)
{
    /// <summary>Beyond it four problems no longer fit the near caches.</summary>
    private const int MostAntennas = 32;

    private readonly List<CoupledTask> _tasks = [];
    private readonly List<int> _places = [];
    private readonly Dictionary<CoupledShape, LaneIteration> _iterations = [];
    private int _place;

    /// <summary>Whether lanes take a program.</summary>
    public bool Takes(CoupledProgram program) =>
        !program.IsWarm && program.Shape.Rows == 1 && Takes(program.Shape.Antennas, program.Shape.Users, program.Shape.MoreRows);

    /// <summary>Whether the coupled form pays in lanes: 508 us against 1080 for an SDR with M = 10, L = 6.</summary>
    public bool Reaches(int antennas, int users) => users * users <= 4 * antennas && Takes(antennas, users, 0);

    /// <summary>They do not count time, nor iterations or work below the method's own limit.</summary>
    private bool Takes(int antennas, int users, int moreRows) => antennas <= MostAntennas
        && options is { TimeLimit: null, IterationLimit: null }
        && HkmMethod.MostIterations * SolveWork.OfCoupled(antennas, users, moreRows) <= options.WorkLimit;

    /// <summary>Leaves an instance to the lanes.</summary>
    public void Add(CoupledTask task)
    {
        _tasks.Add(task);
        _places.Add(_place);
    }

    /// <param name="start">Solves an instance; with a batch it may leave it to that and answer null.</param>
    public IReadOnlyList<SolveResult> Solve(IReadOnlyList<IsacInstance> instances, Func<IsacInstance, CoupledBatch?, SolveResult?> start)
    {
        ArgumentNullException.ThrowIfNull(instances);
        _tasks.Clear();
        _places.Clear();
        var results = new SolveResult?[instances.Count];
        for (_place = 0; _place < results.Length; _place++) results[_place] = start(instances[_place], this);
        foreach (IGrouping<CoupledShape, int> group in Enumerable.Range(0, _tasks.Count).GroupBy(task => _tasks[task].Program.Shape))
            Iterate(group.Key, [.. group], results);
        _tasks.Clear();
        return [.. results.Select((result, i) => result ?? start(instances[i], null)!)];
    }

    /// <summary>One instance in a lane, with the bits of any batch; null where it does not end as certified.</summary>
    public SolveResult? Alone(CoupledTask task)
    {
        SolveResult? result = null;
        if (Takes(task.Program))
            IterationOf(task.Program.Shape).Solve([task.Program], (_, point, outcome) => result = Certified(task, point, outcome));
        return result;
    }

    private void Iterate(CoupledShape shape, int[] tasks, SolveResult?[] results)
    {
        IterationOf(shape).Solve([.. tasks.Select(task => _tasks[task].Program)], (place, point, outcome) =>
        {
            CoupledTask task = _tasks[tasks[place]];
            results[_places[tasks[place]]] = Certified(task, point, outcome) ?? task.Otherwise?.Invoke();
        });
    }

    private static SolveResult? Certified(CoupledTask task, CoupledPoint point, InteriorPointOutcome outcome)
    {
        if (task.Recover(point) is not Design design) return null;
        SolveResult result = PatternResult.Of(design, task.Instance, outcome);
        return PatternResult.IsCertified(result) ? result : null;
    }

    private LaneIteration IterationOf(CoupledShape shape)
    {
        if (!_iterations.TryGetValue(shape, out LaneIteration? iteration))
        {
            // Targets drawn at random have few ranks; a sweep of users has few shapes.
            if (_iterations.Count >= 8) _iterations.Clear();
            _iterations[shape] = iteration = new LaneIteration(shape);
        }

        return iteration;
    }
}
