using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Reporting.Files;

namespace IsacCluster.Campaigns.Studies;

/// <summary>
/// The files of trials once a report is written: the weights of the best one are best.safetensors beside best.yaml, those of the front
/// front/trial-N.safetensors beside front/trial-N.yaml, and folders that the rule of the study does not keep are removed.
/// </summary>
internal sealed class TrialFiles(StudyJob job, IReadOnlyDictionary<long, TrialOutcome> trials)
{
    private const string Weights = ".safetensors";

    /// <param name="folder">Of the report.</param>
    public void Keep(StudyResults results, string folder)
    {
        if (job.Specification.Objective is TrainingObjectiveSpecification)
        {
            Copy(results.Best?.Trial, Path.Combine(folder, "best" + Weights));
            string front = Path.Combine(folder, "front");
            if (results.ParetoFront is { } numbers)
            {
                string[] wanted =
                    [.. numbers.Select(number => Path.Combine(front, FormattableString.Invariant($"trial-{number}{Weights}")))];
                foreach (string old in Directory.EnumerateFiles(front, "trial-*" + Weights).Except(wanted)) File.Delete(old);
                foreach ((long number, string file) in numbers.Zip(wanted)) Copy(number, file);
            }
        }

        foreach (long number in KeptTrials.Dropped(job.Specification, trials, results.ParetoFront)) FolderOf(number).Remove();
    }

    /// <summary>A trial that ended before its study kept weights has none: then there is no such file.</summary>
    private void Copy(long? trial, string target)
    {
        string? source = trial is { } number ? Path.Combine(FolderOf(number).FullPath, TrialFolder.ModelFile) : null;
        if (File.Exists(source)) AtomicFile.Write(target, File.ReadAllBytes(source));
        else File.Delete(target);
    }

    private TrialFolder FolderOf(long number) => new(job.OutputFolder, number, trials[number].Parameters);
}
