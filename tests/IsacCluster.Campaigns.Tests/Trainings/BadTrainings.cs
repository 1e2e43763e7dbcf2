using static IsacCluster.Campaigns.Tests.SampleSpecifications;

namespace IsacCluster.Campaigns.Tests.Trainings;

/// <summary>Bad trainings, as in <see cref="BadSpecifications"/>.</summary>
internal static class BadTrainings
{
    public static TheoryData<string, string, string> All => new()
    {
        { "^kind: training\n", "name: the field is missing;", "begin with a letter or digit." },
        { TrainingText("^samples: 3\n"), "samples: unknown field;", "weights, device, checkpoint_seconds." },
        { TrainingText("^epoch: 3\n"), "epoch: unknown field; did you mean 'epochs'?", "checkpoint_seconds." },
        { TrainingText("network: ^tuned\n"), "network: 'tuned' is not allowed; expected a mapping of preset,", "readout, refinements, threshold_input." },
        { TrainingText("network: {preset: ^tuend}\n"), "network.preset: 'tuend' is not allowed; expected one of paper, tuned, dnn", "(did you mean 'tuned'?)." },
        { TrainingText("network: {width: ^0}\n"), "network.width: '0' is not allowed;", "expected a whole number from 1 to 4096." },
        { TrainingText("network: {layers: ^65}\n"), "network.layers: '65' is not allowed;", "expected a whole number from 0 to 64." },
        { TrainingText("network: {activation: ^gelu}\n"), "network.activation: 'gelu' is not allowed;", "expected one of sigmoid, silu, relu, tanh (did you mean 'relu'?)." },
        { TrainingText("network: {combine: ^mean}\n"), "network.combine: 'mean' is not allowed;", "expected one of sum, concat." },
        { TrainingText("network: {residual: ^1}\n"), "network.residual: '1' is not allowed;", "expected true or false." },
        { TrainingText("network: {normalisation: ^batch}\n"), "network.normalisation: 'batch' is not allowed;", "expected one of none, layer." },
        { TrainingText("network: {input_scale: ^0}\n"), "network.input_scale: '0' is not allowed;", "expected a number > 0." },
        { TrainingText("network: {readout: ^[split]}\n"), "network.readout: a list is not allowed;", "expected one of direct, split." },
        { TrainingText("network: {preset: dnn, combine: ^concat}\n"), "network.combine: 'concat' is not allowed;", "expected no combine with preset dnn, which has no updating layers." },
        { TrainingText("network: {preset: dnn, residual: ^false}\n"), "network.residual: 'false' is not allowed;", "which has no updating layers." },
        { TrainingText("network: {^antennas: 4}\n"), "network.antennas: unknown field;", "readout, refinements, threshold_input." },
        { TrainingText("loss: {penalty: ^log_ratio}\n"), "loss.penalty: 'log_ratio' is not allowed;", "one of linear, log-ratio, slack (did you mean 'log-ratio'?)." },
        { TrainingText("loss: {weight: ^-1}\n"), "loss.weight: '-1' is not allowed;", "expected a number from 0 to 1000000." },
        { TrainingText("loss: {margin: ^0.99}\n"), "loss.margin: '0.99' is not allowed;", "expected a number from 1 to 100." },
        { TrainingText("data: {fresh: ^often}\n"), "data.fresh: 'often' is not allowed;", "expected true or false." },
        { TrainingText("data: {samples: ^0}\n"), "data.samples: '0' is not allowed;", "expected a whole number from 1 to 100000000." },
        { TrainingText("data: {validation: ^1.5}\n"), "data.validation: '1.5' is not allowed;", "from 1 to 100000000." },
        { TrainingText("data: {test: ^-3}\n"), "data.test: '-3' is not allowed;", "from 1 to 100000000." },
        { TrainingText("network: {threshold_input: true}\ndata: {sinr_range_db: ^8}\n"), "data.sinr_range_db: '8' is not allowed;", "expected [low, high] in dB within -50 to 60." },
        { TrainingText("network: {threshold_input: true}\ndata: {sinr_range_db: ^[8]}\n"), "data.sinr_range_db: a list of one", "in dB within -50 to 60." },
        { TrainingText("network: {threshold_input: true}\ndata: {sinr_range_db: [3, ^61]}\n"), "data.sinr_range_db[1]: '61' is not allowed;", "expected a number from -50 to 60." },
        { TrainingText("network: {threshold_input: true}\ndata: {sinr_range_db: [8, ^3]}\n"), "data.sinr_range_db[1]: '3' is not allowed;", "expected a number > 8, the lower end." },
        { TrainingText("data: {sinr_range_db: ^[3, 8]}\n"), "data.sinr_range_db: a list is not allowed; expected network.threshold_input to be true", "each sample's threshold." },
        { TrainingText("epochs: ^0\n"), "epochs: '0' is not allowed;", "expected a whole number from 1 to 1000000." },
        { TrainingText("batch: ^0\n"), "batch: '0' is not allowed;", "from 1 to 1000000." },
        { TrainingText("learning_rate: ^0\n"), "learning_rate: '0' is not allowed;", "expected a number > 0 and at most 10." },
        { TrainingText("schedule: ^linear\n"), "schedule: 'linear' is not allowed;", "one of constant, cosine, step." },
        { TrainingText("warmup_steps: ^-1\n"), "warmup_steps: '-1' is not allowed;", "from 0 to 1000000000." },
        { TrainingText("clip_norm: ^0\n"), "clip_norm: '0' is not allowed;", "expected a number > 0." },
        { TrainingText("validate_every: ^0\n"), "validate_every: '0' is not allowed;", "from 1 to 1000000." },
        { TrainingText("early_stop: ^0\n"), "early_stop: '0' is not allowed;", "from 1 to 1000000." },
        { TrainingText("final_layer: ^project\n"), "final_layer: 'project' is not allowed;", "one of none, projection, restoration." },
        { TrainingText("train_through_projection: ^2\n"), "train_through_projection: '2' is not allowed;", "expected true or false." },
        { TrainingText("train_through_projection: true\nfinal_layer: ^none\n"), "final_layer: 'none' is not allowed;", "expected projection, since train_through_projection is true." },
        { TrainingText("final_layer: ^restoration\ntrain_through_projection: true\n"), "final_layer: 'restoration' is not allowed;", "since train_through_projection is true." },
        { TrainingText("train_through_projection: false\nfinal_layer: ^projection\n"), "final_layer: 'projection' is not allowed;", "expected none or restoration, since train_through_projection is false." },
        { TrainingText("start_from:^ \n"), "start_from: an empty value is not allowed;", "expected the path of a model file." },
        { TrainingText("weights: ^float8\n"), "weights: 'float8' is not allowed;", "expected one of float32, float16, bfloat16 (did you mean 'float32'?)." },
        { TrainingText("device: ^gpu\n"), "device: 'gpu' is not allowed;", "expected cpu, auto or cuda:N with N from 0 to 99." },
        { TrainingText("device: ^cuda:01\n"), "device: 'cuda:01' is not allowed;", "with N from 0 to 99." },
        { TrainingText("checkpoint_seconds: ^-1\n"), "checkpoint_seconds: '-1' is not allowed;", "expected a number from 0 to 86400." },
        { TrainingText("sweep: {sinr_db: [3, ^99]}\n"), "sweep.sinr_db[1]: '99' is not allowed;", "expected a number from -50 to 60." },
        { TrainingText("scenario: {users: ^11}\n"), "scenario.users: '11' is not allowed;", "as antennas, 10." },
    };
}
