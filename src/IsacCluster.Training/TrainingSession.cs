using IsacCluster.Isac.Randomness;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;
using IsacCluster.Training.Designs;
using IsacCluster.Training.Network;
using IsacCluster.Training.Optimiser;
using IsacCluster.Training.Samples;
using IsacCluster.Training.Settings;
using static TorchSharp.torch;

namespace IsacCluster.Training;

/// <summary>
/// The state of one training in memory, advanced epoch by epoch. An epoch is a function of the state before it and of the keyed streams, so
/// a state restored from a checkpoint goes on to the same bits.
/// </summary>
internal sealed class TrainingSession : IDisposable
{
    private const int EvaluationBatch = 500, MostRollbacks = 20;
    private readonly TrainingSettings _settings;
    private readonly Device _device;
    private readonly TorchParameters _parameters;
    private readonly FlatAdam _adam;
    private readonly DesignMetrics _metrics;
    private readonly TorchNetwork _network;
    private readonly TrainingLoss _loss, _validationLoss;
    private readonly SampleSource[] _training, _validationSources;
    private readonly FinalLayerDifferentiation? _finalLayer;
    private readonly TrainingBatch[] _validation;
    private readonly TrainingBatch? _dataset;
    private readonly List<CurvePoint> _curve = [];
    private readonly int _stepsPerEpoch;
    private float[] _best;
    private double _bestLoss = double.PositiveInfinity, _rateFactor = 1;

    public TrainingSession(TrainingSettings settings, Device device)
    {
        (_settings, _device) = (settings, device);
        _best = Initial(settings);
        _parameters = new TorchParameters(settings.Architecture, _best, device);
        _adam = new FlatAdam(_parameters.Flat);
        _metrics = new DesignMetrics(settings.Architecture, settings.Scenario.GridPoints, device);
        _network = new TorchNetwork(settings.Architecture, _parameters);
        (_loss, _validationLoss) = (TrainingLoss.Of(settings), TrainingLoss.OfValidation(settings));
        _training = Sources(TrainingSeeds.Training(settings.Seed), 0);
        _validationSources = Sources(TrainingSeeds.Validation(settings.Seed), settings.EpochSamples);
        _validation = Draw(_validationSources, settings.ValidationSamples);
        _finalLayer = FinalLayerDifferentiation.Of(settings);
        if (settings.Mix is not null && !settings.FreshChannels)
            throw new ArgumentException("A mix of scenarios needs fresh channels.", nameof(settings));
        _dataset = settings.FreshChannels ? null : _training[0].Draw(0, settings.EpochSamples, device);
        _stepsPerEpoch = (settings.EpochSamples + settings.BatchSize - 1) / settings.BatchSize;
    }

    /// <summary>Finished epochs.</summary>
    public int Epoch { get; private set; }

    public int BestEpoch { get; private set; }

    public int Rollbacks { get; private set; }

    public double LastTrainingLoss { get; private set; } = double.NaN;

    public IReadOnlyList<CurvePoint> Curve => _curve;

    public CurvePoint? LastValidation => _curve.Count > 0 ? _curve[^1] : null;

    /// <summary>The weights of the best validation.</summary>
    public ReadOnlySpan<float> Best => _best;

    public bool StoppedEarly =>
        _settings.EarlyStopPatience is int patience && _curve.Count > patience && _curve[^(patience + 1)].Epoch >= BestEpoch;

    public bool Finished => Epoch >= _settings.Epochs || StoppedEarly;

    /// <summary>
    /// One epoch and, when due, its validation. A loss or weight that is not finite undoes the epoch and halves the learning rate.
    /// </summary>
    /// <exception cref="OperationCanceledException">The state is that of the last finished epoch.</exception>
    public void RunEpoch(CancellationToken cancellation)
    {
        using var span = TrainingTelemetry.Source.StartActivity("train-epoch");
        using var scope = NewDisposeScope();
        Tensor flat = _parameters.Flat.clone(), first = _adam.First.clone(), second = _adam.Second.clone();
        long steps = _adam.Steps;
        double loss = double.NaN;
        try
        {
            loss = Steps(cancellation);
        }
        finally
        {
            if (!double.IsFinite(loss)) GoBack(flat, first, second, steps);
        }

        if (!double.IsFinite(loss))
        {
            if (++Rollbacks > MostRollbacks)
                throw new InvalidOperationException(
                    $"the loss is not finite in epoch {Epoch + 1} after {MostRollbacks} restarts at ever smaller learning rates.");
            TrainingMetrics.RolledBack();
            _rateFactor /= 2;
            return;
        }

        Epoch++;
        TrainingMetrics.Trained(_settings.EpochSamples);
        LastTrainingLoss = loss;
        if (Epoch % _settings.ValidateEvery == 0 || Epoch == _settings.Epochs) Validate(loss);
    }

    public TrainingState State() => new()
    {
        Epoch = Epoch,
        Steps = _adam.Steps,
        Parameters = Values(_parameters.Flat),
        First = Values(_adam.First),
        Second = Values(_adam.Second),
        Best = _best,
        BestEpoch = BestEpoch,
        BestLoss = _bestLoss,
        RateFactor = _rateFactor,
        Rollbacks = Rollbacks,
        Curve = [.. _curve],
    };

    public void Restore(TrainingState state)
    {
        (Epoch, BestEpoch, Rollbacks) = (state.Epoch, state.BestEpoch, state.Rollbacks);
        (_best, _bestLoss, _rateFactor) = (state.Best, state.BestLoss, state.RateFactor);
        Set(_parameters.Flat, state.Parameters);
        Set(_adam.First, state.First);
        Set(_adam.Second, state.Second);
        _adam.Steps = state.Steps;
        _curve.Clear();
        _curve.AddRange(state.Curve);
    }

    /// <summary>The kept weights on the test set.</summary>
    public CurvePoint Test()
    {
        using var scope = NewDisposeScope();
        Set(_parameters.Flat, _best);
        SampleSource[] sources = Sources(TrainingSeeds.Test(_settings.Seed), _settings.EpochSamples + _settings.ValidationSamples);
        (double loss, double mse, double satisfaction) = Evaluate(Draw(sources, _settings.TestSamples), sources);
        return new CurvePoint(BestEpoch, double.NaN, loss, mse, satisfaction, double.NaN);
    }

    public void Dispose()
    {
        _parameters.Dispose();
        _adam.Dispose();
        _metrics.Dispose();
    }

    /// <param name="behind">Samples of other sources: those of one file lie behind each other, drawn ones have seeds of their own.</param>
    private SampleSource[] Sources(ulong seed, long behind) => [.. (_settings.Mix ?? [_settings.Scenario]).Select(
        scenario => new SampleSource(scenario, seed, _settings.SinrRangeDb, scenario.MostSamples() is null ? 0 : behind))];

    /// <summary>An equal part of the samples from each source, at least one.</summary>
    private TrainingBatch[] Draw(SampleSource[] sources, int samples) =>
        [.. sources.Select(source => source.Draw(0, Math.Max(1, samples / sources.Length), _device))];

    private BatchMetrics Metrics(TrainingBatch batch, SampleSource source)
    {
        BatchMetrics metrics = _metrics.Of(_network.Forward(batch), batch, source);
        return _finalLayer is null ? metrics : _finalLayer.Apply(metrics, batch, source);
    }

    /// <summary>All steps of an epoch; the mean loss, NaN where something was not finite.</summary>
    private double Steps(CancellationToken cancellation)
    {
        TrainingBatch? samples = _settings.Mix is null ? EpochSamples() : null;
        Tensor sum = zeros(1, device: _device);
        long count = _settings.EpochSamples;
        for (long first = 0; first < count; first += _settings.BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            long size = Math.Min(_settings.BatchSize, count - first);
            SampleSource source = _training[SourceOf(first)];
            TrainingBatch batch = samples?.Slice(first, size) ?? source.Draw((long)Epoch * count + first, (int)size, _device);
            BatchMetrics metrics = Metrics(batch, source);
            Tensor loss = _loss.Of(metrics, batch);
            loss.backward();
            metrics.Pullback?.Invoke();
            Tensor gradient = _parameters.TakeGradient();
            if (_settings.ClipNorm is double largest) gradient = gradient * (largest / (gradient.norm() + 1e-12)).clamp_max(1);
            _adam.Step(gradient, _rateFactor * LearningRates.At(_settings, _adam.Steps, (long)_stepsPerEpoch * _settings.Epochs));
            using (no_grad()) sum.add_(loss.detach() * batch.Count);
        }

        double mean = sum.cpu().item<float>() / count;
        return float.IsFinite(_parameters.Flat.sum().cpu().item<float>()) ? mean : double.NaN;
    }

    /// <summary>The source of the batch that begins with a sample of this epoch: each in its turn, over all epochs.</summary>
    private int SourceOf(long first) => (int)(((long)Epoch * _stepsPerEpoch + first / _settings.BatchSize) % _training.Length);

    private TrainingBatch EpochSamples()
    {
        int size = _settings.EpochSamples;
        if (_dataset is null) return _training[0].Draw((long)Epoch * size, size, _device);
        TrainingBatch samples = _dataset;
        if (_settings.RegroupUsers) samples = samples.Regrouped(user => Order(TrainingSeeds.Group(_settings.Seed, user)));
        return samples.Reordered(Order(TrainingSeeds.Shuffle(_settings.Seed)));
    }

    /// <summary>A random order of the samples in this epoch.</summary>
    private long[] Order(ulong seed)
    {
        var stream = new RandomStream(seed, StreamPurpose.Training, (ulong)Epoch);
        var order = new long[_settings.EpochSamples];
        for (int k = 0; k < order.Length; k++)
        {
            // Fisher and Yates, inside out.
            int other = Math.Min(k, (int)(stream.NextUniformPair().First * (k + 1)));
            order[k] = order[other];
            order[other] = k;
        }

        return order;
    }

    private void Validate(double trainingLoss)
    {
        using var span = TrainingTelemetry.Source.StartActivity("validate");
        (double loss, double mse, double satisfaction) = Evaluate(_validation, _validationSources);
        double rate = _rateFactor * LearningRates.At(_settings, _adam.Steps - 1, (long)_stepsPerEpoch * _settings.Epochs);
        _curve.Add(new CurvePoint(Epoch, trainingLoss, loss, mse, satisfaction, rate));
        if (!(loss < _bestLoss)) return;
        (_bestLoss, BestEpoch, _best) = (loss, Epoch, Values(_parameters.Flat));
    }

    /// <summary>Mean loss, mean L(R) in units of power squared, and share of samples that meet every threshold.</summary>
    private (double Loss, double Mse, double Satisfaction) Evaluate(TrainingBatch[] sets, SampleSource[] sources)
    {
        using var _ = no_grad();
        double loss = 0, mse = 0, satisfied = 0, count = 0;
        for (int set = 0; set < sets.Length; set++)
        {
            TrainingBatch samples = sets[set];
            for (long first = 0; first < samples.Count; first += EvaluationBatch)
            {
                using var scope = NewDisposeScope();
                TrainingBatch batch = samples.Slice(first, Math.Min(EvaluationBatch, samples.Count - first));
                BatchMetrics metrics = Metrics(batch, sources[set]);
                loss += _validationLoss.Of(metrics, batch).cpu().item<float>() * batch.Count;
                mse += metrics.Mse.sum().cpu().item<float>();
                satisfied += metrics.Sinr.ge(batch.Thresholds).all(1).to(float32).sum().cpu().item<float>();
            }

            count += samples.Count;
        }

        double power = _settings.Scenario.Power;
        return (loss / count, mse / count * power * power, satisfied / count);
    }

    private void GoBack(Tensor flat, Tensor first, Tensor second, long steps)
    {
        using var _ = no_grad();
        _parameters.Flat.copy_(flat);
        _adam.First.copy_(first);
        _adam.Second.copy_(second);
        _adam.Steps = steps;
    }

    private static float[] Initial(TrainingSettings settings)
    {
        if (settings.InitialModel is not { } path)
            return InitialWeights.Draw(settings.Architecture, settings.Seed, settings.Initialisation, settings.InitialGain ?? 1);
        DesignModel model = DesignModel.Load(path);
        return NetworkLayout.Of(model.Architecture).SequenceEqual(NetworkLayout.Of(settings.Architecture))
            ? model.Parameters.ToArray()
            : throw new InvalidDataException(
                $"start_from: the layout of the model's architecture {model.Architecture} is not that of {settings.Architecture}.");
    }

    private static float[] Values(Tensor tensor) => tensor.cpu().data<float>().ToArray();

    private static void Set(Tensor target, float[] values)
    {
        using var _ = no_grad();
        using Tensor source = tensor(values);
        target.copy_(source);
    }
}
