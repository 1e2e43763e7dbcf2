using IsacCluster.Campaigns.Studies;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Search.Trials;
using static IsacCluster.Campaigns.Tests.Studies.StudySimulation;

namespace IsacCluster.Campaigns.Tests.Studies;

/// <summary>Programs that pause with what they saved in ISAC_CHECKPOINT and go on from it.</summary>
public sealed class PromotedCommandTests : IDisposable
{
    /// <summary>Counts its steps in a file of its checkpoint, and every step that it runs in a log beside the study.</summary>
    private const string Script = """
        x=${1#--x=}
        at=$(cat "$ISAC_CHECKPOINT/step" 2>/dev/null || echo 0)
        [ "$at" = "$ISAC_FROM_STEP" ] || echo "$ISAC_TRIAL began at $at, not $ISAC_FROM_STEP" >> "$LOG.wrong"
        while [ "$at" -lt "$ISAC_TO_STEP" ]; do
          at=$((at + 1))
          echo "$ISAC_TRIAL $at" >> "$LOG"
          echo "{\"step\": $at, \"value\": $x.$at}"
          echo "$at" > "$ISAC_CHECKPOINT/step"
        done
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_program_goes_on_from_what_it_saved_and_runs_no_step_twice()
    {
        IReadOnlyDictionary<long, TrialOutcome> trials = Run("{asha: {reduction_factor: 2, promote: true, max_resource: 4}}", 4);
        Assert.Equal(4, trials.Count);
        string[] run = File.ReadAllLines(_folder["log"]);
        Assert.Equal(run.Length, run.Distinct().Count());
        Assert.Equal(trials.Values.Sum(trial => trial.Intermediate[^1].Step), run.Length);
        TrialOutcome best = trials.Values.Single(trial => trial.State == TrialState.Complete);
        Assert.Equal((3, 1), (best.Parts, best.Attempts));
        Assert.Equal([1L, 2, 3, 4], best.Intermediate.Select(value => value.Step));
        Assert.False(File.Exists(_folder["log.wrong"]));
    }

    [Fact]
    public void A_member_of_a_population_begins_with_a_copy_of_what_another_saved()
    {
        IReadOnlyDictionary<long, TrialOutcome> trials = Run("{pbt: {population: 4, interval: 2, max_resource: 4}}", 8);
        Assert.Equal(4, trials.Values.Count(trial => trial.State == TrialState.Complete));
        Assert.All(trials.Where(trial => trial.Key >= 4), trial => Assert.Equal([3L, 4], trial.Value.Intermediate.Select(v => v.Step)));
        Assert.Equal(16, File.ReadAllLines(_folder["log"]).Length);
        Assert.False(File.Exists(_folder["log.wrong"]));
    }

    private IReadOnlyDictionary<long, TrialOutcome> Run(string pruner, int trials)
    {
        string script = _folder["run.sh"];
        File.WriteAllText(script, $"LOG='{_folder["log"]}'\n{Script}");
        var simulation = new StudySimulation(Job(
            $"seed: 1\nspace: {{x: {{int: [1, 9]}}}}\nobjective: {{command: [sh, '{script}']}}\nsampler: random\npruner: {pruner}\n"
            + $"trials: {trials}\nparallel: 2\n",
            _folder["out"]));
        simulation.Run(_ => 0, long.MaxValue);
        return TrialsOfParts.Of(simulation.Outcomes);
    }
}
