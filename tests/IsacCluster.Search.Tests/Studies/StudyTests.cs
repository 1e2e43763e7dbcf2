using IsacCluster.Search.Sampling;
using IsacCluster.Search.Sampling.CmaEs;
using IsacCluster.Search.Sampling.Tpe;
using IsacCluster.Search.Space;
using IsacCluster.Search.Studies;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Tests.Studies;

public sealed class StudyTests
{
    private static readonly ParameterSpace Space = new([new FloatParameter("x", 0, 1), new CategoricalParameter("c", ["a", "b"])]);

    [Fact]
    public void With_a_lag_an_ask_waits_for_the_results_that_it_needs()
    {
        Study study = StudyRun.Empty(Space, new RandomSampler(), lag: 1);
        study.Ask();
        study.Ask();
        Assert.Equal(AskStatus.WaitsForResults, study.TryAsk().Status);
        study.Tell(1, 0);
        Assert.Equal(AskStatus.WaitsForResults, study.TryAsk().Status);
        study.Tell(0, 0);
        Assert.Equal(AskStatus.Proposed, study.TryAsk().Status);
        Assert.Equal(2, study.Trials[2].Number);
    }

    [Fact]
    public void Without_a_lag_nothing_waits_and_pending_trials_are_shown()
    {
        var sampler = new Recorder();
        Study study = StudyRun.Empty(Space, sampler, lag: null);
        for (int i = 0; i < 4; i++) study.Ask();
        study.Tell(2, 1);
        study.Ask();
        Assert.Equal((1, 3), sampler.Last);
        Assert.Equal(4, study.Trials.Count(trial => trial.State == TrialState.Running));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void With_a_lag_a_proposal_sees_exactly_the_trials_below(int lag)
    {
        var sampler = new Recorder();
        Study study = StudyRun.Empty(Space, sampler, lag: lag);
        for (int n = 0; n < 10; n++)
        {
            study.Ask();
            Assert.Equal((Math.Max(0, n - lag), Math.Min(n, lag)), sampler.Last);
            study.Tell(n, n);
        }
    }

    [Fact]
    public void Pending_trials_push_tpe_away()
    {
        // Good values lie near 0.3; with many trials pending there the proposal is farther from it.
        double alone = Distance(0), crowded = Distance(40);
        Assert.True(crowded > alone, $"{alone} {crowded}");

        static double Distance(int pending)
        {
            ParameterSpace line = new([new FloatParameter("x", 0, 1)]);
            Study study = StudyRun.Empty(line, new TpeSampler(), 3);
            for (int i = 0; i < 40; i++) study.Tell(i, Math.Abs(study.Ask().Parameters["x"].Number - 0.3));
            ParameterSet[] shown = [.. Enumerable.Repeat(line.Parse("x=0.3"), pending)];
            var view = new StudyView(line, [Direction.Minimize], 3, study.Trials, 40, shown);
            return Enumerable.Range(40, 30).Average(n => Math.Abs(new TpeSampler().Propose(view, n)["x"].Number - 0.3));
        }
    }

    [Fact]
    public void A_study_of_the_same_trials_proposes_the_same_next()
    {
        Study study = StudyRun.Empty(Space, new TpeSampler(), 11, lag: 2);
        for (int n = 0; n < 30; n++)
        {
            double x = study.Ask().Parameters["x"].Number;
            study.Report(n, 1, x / 3);
            study.Report(n, 5, x * 1e-17);
            if (n % 5 == 1) study.TellPruned(n);
            else study.Tell(n, n % 7 == 3 ? double.NaN : x);
        }

        Study copy = study.Copy(study.Options with { Sampler = new TpeSampler() });
        Assert.Equal(study.Text(), copy.Text());
        Assert.Equal(TrialState.Failed, copy.Trials[3].State);
        Assert.Equal(study.Ask().Parameters, copy.Ask().Parameters);
    }

    [Fact]
    public void Misuse_is_an_error()
    {
        Study study = StudyRun.Empty(Space, new RandomSampler());
        study.Ask();
        Assert.Throws<InvalidOperationException>(() => study.Ask());
        Assert.Throws<InvalidOperationException>(
            () => study.Record(2, study.Trials[0].Parameters, TrialState.Failed, [], []));
        Assert.Throws<ArgumentException>(() => study.Tell(0, 1, 2));
        Assert.Throws<ArgumentException>(() => study.Record(0, study.Trials[0].Parameters, TrialState.Running, [], []));
        study.Tell(0, 1);
        Assert.Throws<InvalidOperationException>(() => study.Tell(0, 1));
        Assert.Throws<ArgumentException>(() => new Study(study.Options with { Lag = -1 }));
        Assert.Throws<ArgumentException>(
            () => new Study(study.Options with { Sampler = new CmaEsSampler(), Directions = [Direction.Minimize, Direction.Maximize] }));
    }

    /// <summary>Remembers how many finished and pending trials it was shown.</summary>
    private sealed class Recorder : ISampler
    {
        public (int Finished, int Pending) Last { get; private set; }

        public string Name => "recorder";

        public int MostObjectives => 1;

        public long? Capacity(ParameterSpace space) => null;

        public ParameterSet Propose(StudyView history, long trialNumber)
        {
            Last = (history.Finished.Count, history.Pending.Count);
            Assert.All(history.Finished, trial => Assert.NotEqual(TrialState.Running, trial.State));
            return history.Space.Parse("x=0.5;c=a");
        }
    }
}
