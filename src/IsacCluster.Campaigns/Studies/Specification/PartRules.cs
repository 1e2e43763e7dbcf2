using IsacCluster.Jobs;
using IsacCluster.Search.Promotion;
using IsacCluster.Search.Space;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>What a study may not have where its trials pause and go on from their checkpoints.</summary>
internal static class PartRules
{
    private const string Pruner = "pruner";

    /// <exception cref="SpecificationException">It has something of the kind.</exception>
    public static void Check(FieldMapping root, StudySpecification study)
    {
        if (study.Plan is not { } plan) return;
        if (study.Objective is ExternalSpecification) throw root.Optional(Pruner)!.NotAllowed("one that does not pause trials of workers");
        if (study.Mode != StudyMode.Deterministic) throw root.Optional("mode")!.NotAllowed("deterministic where trials pause and go on");
        if (study.Seeds > 1) throw root.Optional("seeds")!.NotAllowed("1 where trials pause and go on");
        foreach (string refused in (string[])["reuse", StopRule.FieldName])
            if (root.Optional(refused) is { } field && (refused != "reuse" || study.Reuse))
                throw field.NotAllowed($"no {refused} where trials pause and go on");
        if (study.Objective is TrainingObjectiveSpecification training) Check(root, training, plan, study.Space);
        if (study.RunnableTrials % plan.TrialsAtOnce != 0)
            throw root.Optional("trials")!.NotAllowed($"a multiple of {plan.TrialsAtOnce}, the members of all generations of a population");
        if (study.Enqueued.Count > plan.MostEnqueued)
            throw root.Optional("enqueue")!.NotAllowed($"at most {plan.MostEnqueued} points, the members of a population");
    }

    private static void Check(FieldMapping root, TrainingObjectiveSpecification training, IPartPlan plan, ParameterSpace space)
    {
        string? late = training.Formulas[0].Names
            .FirstOrDefault(name => name == TrainingMetrics.InferenceTime || CampaignMetrics.IsOne(name));
        if (late is not null)
            throw root.Optional(Pruner)!.NotAllowed($"one that does not pause trials with {late}, which is known at their end only");
        if (!plan.Inherits) return;
        if (training.Base.Settings.EarlyStopPatience is not null)
            throw root.Optional(Pruner)!.NotAllowed("one whose trials do not take over from each other with early_stop");
        foreach (Parameter parameter in space.Parameters)
        {
            if (TrainingTemplate.ChangesNetwork(parameter.Name))
                throw root.Optional(Pruner)!.NotAllowed(
                    $"one whose trials do not take over from each other with the parameter {parameter.Name}, which changes the network");
        }
    }
}
