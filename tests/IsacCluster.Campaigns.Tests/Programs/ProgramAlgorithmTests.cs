using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Tests.Programs;

/// <summary>Programs that answer, and all the ways not to: what it costs, what is said, and that nothing is left.</summary>
public sealed class ProgramAlgorithmTests : IDisposable
{
    private const int Samples = 10, Batch = 4;
    private readonly TemporaryFolder _folder = new();
    private readonly StageClock _clock = new(TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("plain")]
    [InlineData("covariance")]
    [InlineData("noisy")]
    public void Good_answers_are_designs_of_one_process_which_ends_with_the_algorithm(string mode)
    {
        IReadOnlyList<DesignOutcome> outcomes = Run(mode);
        Assert.All(outcomes, outcome => Assert.Equal(SolveStatus.Heuristic, outcome.Status));
        Assert.All(outcomes, outcome => Assert.Equal(1, outcome.Design!.Power(), 12));
        Assert.All(outcomes, outcome => Assert.Equal(0.1, outcome.Design!.Covariance()[3, 3].Real, 12));
        int process = Assert.Single(TestProgram.Started(_folder, mode));
        Assert.False(TestProgram.IsAlive(process));
        Assert.Equal((1, 3), (_clock.Snapshot()["start"].Calls, _clock.Snapshot()["mine"].Calls));
    }

    [Theory]
    [InlineData("lie", "the design's power Tr R is 2, not P0 = 1")]
    [InlineData("indefinite", "r - c c^H is not positive semidefinite: its least eigenvalue is -0.1")]
    public void A_design_that_does_not_pass_the_audit_fails_alone_and_its_program_goes_on(string mode, string why)
    {
        Assert.All(Run(mode), outcome => Assert.Equal((SolveStatus.NumericalFailure, why), (outcome.Status, outcome.Why)));
        Assert.Single(TestProgram.Started(_folder, mode));
    }

    [Theory]
    [InlineData("crash", "the program ended with code 3 before it had answered; stderr: ValueError: boom | all: first line", 4)]
    [InlineData("early", "the program ended with code 1 before it had answered; stderr: no start", 3)]
    [InlineData("hang", "no answer within timeout_s, 0.5 s", 4)]
    [InlineData("nan", "the array s holds a number that is not finite, s[0, 0, 0]", 3)]
    [InlineData("chatty", "the answer begins with 'hello from a print'; expected one line of JSON", 3)]
    [InlineData("flood", "the answer begins with 'xxxxxxxx", 3)]
    public void What_is_no_answer_fails_its_sample_and_the_program_is_started_again_until_three_have_failed(
        string mode, string why, int starts)
    {
        IReadOnlyList<DesignOutcome> outcomes = Run(mode, timeout: mode == "hang" ? 0.5 : 60);
        Assert.All(outcomes, outcome => Assert.Equal(SolveStatus.NumericalFailure, outcome.Status));
        Assert.All(outcomes.Take(3), outcome => Assert.StartsWith(why, outcome.Why, StringComparison.Ordinal));
        Assert.All(outcomes.Skip(3), outcome => Assert.StartsWith(
            $"not asked: the program failed 3 times in a row, at last so: {why}", outcome.Why, StringComparison.Ordinal));
        // What hangs may be ended before it has said that it runs.
        IReadOnlyList<int> started = File.Exists(_folder[$"{mode}.pids"]) ? TestProgram.Started(_folder, mode) : [];
        if (mode == "hang")
            Assert.InRange(started.Count, 0, starts);
        else
            Assert.Equal(starts, started.Count);
        Assert.DoesNotContain(started, TestProgram.IsAlive);
    }

    [Fact]
    public void A_program_that_says_its_errors_is_started_again_for_each_batch_and_goes_on_from_sample_to_sample()
    {
        Assert.All(Run("error"), outcome => Assert.Equal("the program says: ValueError: said so | Traceback", outcome.Why));
        Assert.Equal(4, TestProgram.Started(_folder, "error").Count);
    }

    /// <summary>It says an error at its third request, whatever that is for.</summary>
    [Fact]
    public void An_error_that_depends_on_what_was_asked_before_is_counted()
    {
        IReadOnlyList<DesignOutcome> outcomes = Run("third");
        Assert.Contains(outcomes, outcome => outcome.Why == "the program says: ValueError: said so | Traceback");
        Assert.Contains(outcomes, outcome => outcome.Status == SolveStatus.Heuristic);
    }

    /// <summary>It ends at its fourth request, whatever that is for: no sample's fault.</summary>
    [Fact]
    public void A_program_that_ends_after_some_requests_is_started_again_and_no_sample_fails()
    {
        using var algorithm = (ProgramAlgorithm)Specification("tired").Algorithms[0].Create(Point("tired"));
        List<DesignOutcome> outcomes = [];
        foreach (Sample[] task in Drawn(12).Chunk(1)) outcomes.AddRange(algorithm.Run(task, _clock, CancellationToken.None));
        Assert.All(outcomes, outcome => Assert.Equal(SolveStatus.Heuristic, outcome.Status));
        Assert.Equal(6, TestProgram.Started(_folder, "tired").Count);
    }

    [Theory]
    [InlineData("odd-errors", "the program says: ValueError: said so")]
    [InlineData("odd-exits", "the program ended with code 7")]
    [InlineData("odd-nan", "the array s holds a number that is not finite, s[0, 0, 0]")]
    public void A_sample_fails_by_itself_in_whatever_batch_it_is(string mode, string why)
    {
        // Two in a row and at both ends of batches; three in a row would end the task.
        bool[] odd = [true, false, false, true, true, false, true, false, true, true];
        ILookup<bool, Sample> drawn = Drawn(60).ToLookup(sample => sample.Instance.Channel[0, 0].Real > 0);
        Sample[] samples = [.. odd.Select((isOdd, i) => drawn[isOdd].ElementAt(i))];
        using var algorithm = (ProgramAlgorithm)Specification(mode).Algorithms[0].Create(Point(mode));
        DesignOutcome[] outcomes =
        [
            .. algorithm.Run(samples[..3], _clock, CancellationToken.None),
            .. algorithm.Run(samples[3..], _clock, CancellationToken.None),
        ];
        for (int i = 0; i < odd.Length; i++)
        {
            if (odd[i])
                Assert.StartsWith(why, outcomes[i].Why, StringComparison.Ordinal);
            else
                Assert.Equal(SolveStatus.Heuristic, outcomes[i].Status);
        }
    }

    [Fact]
    public void A_wrong_shape_names_both()
    {
        string why = Run("shape")[1].Why!;
        Assert.Equal("the array c has the shape (4, 10, 3); expected (4, 10, 2)", why.Replace("(1,", "(4,", StringComparison.Ordinal));
    }

    [Fact]
    public void The_next_task_asks_again()
    {
        using var algorithm = (ProgramAlgorithm)Specification("early").Algorithms[0].Create(Point("early"));
        algorithm.Run(Drawn(12), _clock, CancellationToken.None);
        algorithm.Run(Drawn(4), _clock, CancellationToken.None);
        Assert.Equal(3, TestProgram.Started(_folder, "early").Count);
        algorithm.BeginTask();
        algorithm.Run(Drawn(1), _clock, CancellationToken.None);
        Assert.Equal(4, TestProgram.Started(_folder, "early").Count);
    }

    [Fact]
    public void A_cancelled_task_ends_its_program()
    {
        using var algorithm = (ProgramAlgorithm)Specification("hang").Algorithms[0].Create(Point("hang"));
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        Assert.ThrowsAny<OperationCanceledException>(() => algorithm.Run(Drawn(4), _clock, cancel.Token));
        Assert.DoesNotContain(File.Exists(_folder["hang.pids"]) ? TestProgram.Started(_folder, "hang") : [], TestProgram.IsAlive);
    }

    [Fact]
    public void A_program_that_is_not_there_or_whose_files_have_changed_is_the_machines_fault_not_the_samples()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows finds no such program before it starts.");
        using (var missing = (IDisposable)Read("[no-such-program-here]", 60).Algorithms[0].Create(Point("plain")))
        {
            var error = Assert.Throws<IOException>(() => ((ProgramAlgorithm)missing).Run(Drawn(1), _clock, CancellationToken.None));
            Assert.StartsWith("The program 'no-such-program-here' cannot be started here", error.Message, StringComparison.Ordinal);
        }

        CampaignSpecification read = Specification("plain");
        File.AppendAllText(_folder["program.py"], "# another\n");
        using var changed = (ProgramAlgorithm)read.Algorithms[0].Create(read.Points[0]);
        Assert.Contains("is not the one that the job was read with", Assert.Throws<IOException>(
            () => changed.Run(Drawn(1), _clock, CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<DesignOutcome> Run(string mode, int samples = Samples, double timeout = 60)
    {
        using var algorithm = (ProgramAlgorithm)Specification(mode, timeout).Algorithms[0].Create(Point(mode));
        return algorithm.Run(Drawn(samples), _clock, CancellationToken.None);
    }

    private Specifications.Scenarios.SweepPoint Point(string mode) => Specification(mode).Points[0];

    private static List<Sample> Drawn(int samples)
    {
        var generator = new SampleGenerator(new Scenario(), 1);
        return [.. Enumerable.Range(0, samples).Select(index => generator.Generate(index))];
    }

    private CampaignSpecification Specification(string mode, double timeout = 60) => Read(TestProgram.Write(_folder, mode), timeout);

    private CampaignSpecification Read(string command, double timeout) => (CampaignSpecification)new SpecificationReader().Parse(
        FormattableString.Invariant($$$"""
        kind: campaign
        name: x
        samples: 10
        algorithms: [{mine: {command: {{{command}}}, batch: {{{Batch}}}, timeout_s: {{{timeout}}} }}]
        """), _folder["x.yaml"]);
}
