using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Onnx;

namespace IsacCluster.Networks.Export;

/// <summary>
/// The layers of <see cref="NetworkLayout"/> in float32; before a closed loop in float64, of float32 weights
/// (<see cref="Inference.FeedbackReadout"/>).
/// </summary>
internal sealed class NetworkGraph(NetworkArchitecture architecture, ReadOnlyMemory<float> parameters)
{
    private const float NormalisationEpsilon = 1e-5f, Masked = -3e38f, HalfMasked = -1e38f;

    private readonly Queue<DenseShape> _layers = new(NetworkLayout.Of(architecture));
    private readonly OnnxType _type = architecture.IsClosedLoop ? OnnxType.Real64 : OnnxType.Real32;
    private ReadOnlyMemory<float> _rest = parameters;

    /// <summary>The users' outputs, (batch, L, ...), and the radar's, (batch, 1, ...), as float64.</summary>
    public (Tensor Users, Tensor Radar) Outputs(ProblemInputs inputs)
    {
        (Tensor users, Tensor radar) = architecture.Kind == NetworkKind.Gnn ? Graph(inputs) : FullyConnected(inputs);
        return (users.Cast(OnnxType.Real64), radar.Cast(OnnxType.Real64));
    }

    private (Tensor Users, Tensor Radar) Graph(ProblemInputs inputs)
    {
        Tensor encoded = Mlp(inputs.UserFeatures(_type)), target = Mlp(inputs.Steering(_type)).Mean(1);
        Tensor users = Mlp(encoded + target), radar = Mlp(target + encoded.Mean(1));
        bool concat = architecture.Combination == Combination.Concat;
        Tensor mask = Mask(users);
        for (int i = 0; i < architecture.Layers; i++)
        {
            Tensor messages = Mlp(users), shared = Mlp(radar), others = LargestOfOthers(messages, mask), mean = messages.Mean(1);
            Tensor nextUsers = Mlp(concat ? users.Beside(2, shared.Expand(users.Shape()), others) : users + shared + others);
            Tensor nextRadar = Mlp(concat ? shared.Beside(2, mean) : shared + mean);
            (users, radar) = architecture.Residual ? (users + nextUsers, radar + nextRadar) : (nextUsers, nextRadar);
        }

        return (Dense(users), Dense(radar));
    }

    private (Tensor Users, Tensor Radar) FullyConnected(ProblemInputs inputs)
    {
        NetworkArchitecture a = architecture;
        int features = NetworkLayout.UserInputs(a), outputs = NetworkLayout.UserOutputs(a), radar = NetworkLayout.RadarOutputs(a);
        // The threshold stands last, once.
        Tensor users = inputs.UserFeatures(_type), own = a.ThresholdInput ? users.Slice(2, 0, features) : users;
        Tensor x = own.Reshape(0, 1, a.Users * features).Beside(2, inputs.Steering(_type).Reshape(0, 1, a.Targets * 2 * a.Antennas));
        if (a.ThresholdInput) x = x.Beside(2, users.Slice(2, features, features + 1).Slice(1, 0, 1));
        for (int i = 0; i < a.Layers; i++) x = Normalised(Activated(Dense(x)));
        x = Dense(x);
        int split = a.Users * outputs;
        return (x.Slice(2, 0, split).Reshape(0, a.Users, outputs), x.Slice(2, split, split + radar));
    }

    private Tensor Mlp(Tensor x) => Normalised(Activated(Dense(Activated(Dense(x)))));

    /// <summary>W x + b of the next layer.</summary>
    private Tensor Dense(Tensor x)
    {
        DenseShape shape = _layers.Dequeue();
        ReadOnlySpan<float> own = _rest.Span[..shape.ParameterCount];
        _rest = _rest[shape.ParameterCount..];
        var turned = new float[shape.Inputs * shape.Outputs];
        for (int o = 0; o < shape.Outputs; o++)
        {
            for (int i = 0; i < shape.Inputs; i++) turned[i * shape.Outputs + o] = own[o * shape.Inputs + i];
        }

        Tensor bias = Array(x, own[(shape.Inputs * shape.Outputs)..], shape.Outputs);
        return x.MatMul(Array(x, turned, shape.Inputs, shape.Outputs)) + bias;
    }

    /// <summary>Constants of the type of the layers.</summary>
    private Tensor Array(Tensor any, ReadOnlySpan<float> values, params int[] shape) =>
        _type == OnnxType.Real32 ? any.Array(values, shape) : any.Array(values, shape).Cast(_type);

    private Tensor Activated(Tensor x) => architecture.Activation switch
    {
        Activation.Sigmoid => x.Apply("Sigmoid"),
        Activation.Silu => x * x.Apply("Sigmoid"),
        Activation.Tanh => x.Apply("Tanh"),
        _ => x.Apply("Relu"),
    };

    private Tensor Normalised(Tensor x)
    {
        if (architecture.Normalisation == Normalisation.None) return x;
        Tensor centred = x - x.Mean(2);
        return centred / ((centred * centred).Mean(2) + Array(x, [NormalisationEpsilon], 1)).Sqrt();
    }

    /// <summary>(L, L, 1): a large negative number where a user meets itself.</summary>
    private Tensor Mask(Tensor users)
    {
        Tensor count = users.Shape().Slice(0, 1, 2), square = count.Beside(0, count);
        Tensor eye = square.Apply("ConstantOfShape").Apply("EyeLike", ("dtype", _type));
        return (eye * Array(users, [Masked], 1)).Unsqueeze(2);
    }

    /// <summary>max over j other than l of m_j; 0 where there is no other.</summary>
    private Tensor LargestOfOthers(Tensor messages, Tensor mask)
    {
        Tensor largest = (messages.Unsqueeze(1) + mask).Largest(2).Squeeze(2);
        return largest.With("Less", Array(messages, [HalfMasked], 1)).Where(Array(messages, [0f], 1), largest);
    }
}
