using IsacCluster.Search.Sampling.GaussianProcess;
using IsacCluster.Search.Sampling.Tpe;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling.Auto;

/// <summary>
/// The default for one objective; it takes up to three. While few trials are known the Gaussian process tells most from each; it proposes
/// all of the first <see cref="Alone"/>, then every second trial, and TPE the others: where a smooth model misleads, TPE's closer search
/// around the best trials goes on, and the model learns from it. After <see cref="MostModelled"/> trials, or with more than <see
/// cref="MostParameters"/> parameters, where the model's time grows past its use, TPE proposes alone. Which one it is depends on the
/// trial's number and on how many results are shown, so the same seed gives the same trials.
/// </summary>
public sealed class AutoSampler : ISampler
{
    /// <summary>Results until which the Gaussian process proposes every trial.</summary>
    public const int Alone = 30;

    /// <summary>Results up to which it proposes at all.</summary>
    public const int MostModelled = 250;

    /// <summary>Parameters up to which it proposes at all.</summary>
    public const int MostParameters = 30;

    private readonly GaussianProcessSampler _model = new();
    private readonly TpeSampler _estimator = new();

    public string Name => "auto";

    public int MostObjectives => _estimator.MostObjectives;

    public long? Capacity(ParameterSpace space) => null;

    public ParameterSet Propose(StudyView history, long trialNumber)
    {
        int shown = history.Finished.Count;
        bool models = history.Space.Count <= MostParameters && shown <= MostModelled && (shown < Alone || trialNumber % 2 == 0);
        return models ? _model.Propose(history, trialNumber) : _estimator.Propose(history, trialNumber);
    }
}
