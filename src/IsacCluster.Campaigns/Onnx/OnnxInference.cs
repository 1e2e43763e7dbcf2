using System.Numerics;
using IsacCluster.Campaigns.Programs;
using IsacCluster.Isac.Designs;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace IsacCluster.Campaigns.Onnx;

/// <summary>
/// Asks a model for the designs of up to a batch of problems, each in a place of its own. The model always computes a whole batch, with a
/// copy of a problem in the places that are free: the kernels of a runtime may round differently for another number of rows or in another
/// row, and a design's bits must not depend on who else is asked for.
/// </summary>
internal sealed class OnnxInference(OnnxModel model, int batch)
{
    /// <summary>The designs, by place; places that hold no problem say nothing.</summary>
    /// <param name="problems">Of one number of antennas, users and targets; null: a free place. Not all are.</param>
    /// <exception cref="ProgramFailure">The model fails, or answers wrongly.</exception>
    /// <exception cref="OperationCanceledException">The user cancelled or the host is stopping.</exception>
    public DesignAnswer Run(IsacInstance?[] problems, CancellationToken cancellation)
    {
        IsacInstance any = problems.First(problem => problem is not null)!;
        IsacInstance[] all = [.. problems.Select(problem => problem ?? any)];
        var sizes = new OnnxSizes(batch, any.Antennas, any.Users, any.Objective.TargetsDeg.Count);
        using var options = new RunOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        OrtValue[] inputs = [.. model.Inputs.Select(tensor => Input(tensor, all, sizes))];
        try
        {
            using CancellationTokenRegistration ending = cancellation.Register(() => options.Terminate = true);
            using IDisposableReadOnlyCollection<OrtValue> outputs = model.Session.Run(
                options, [.. model.Inputs.Select(tensor => tensor.Name)], inputs, [.. model.Outputs.Select(tensor => tensor.Name)]);
            Complex[][] found = [.. model.Outputs.Select((tensor, i) => Output(tensor, outputs[i], problems, sizes))];
            return new DesignAnswer(sizes.Antennas, sizes.Users, found[0], found[1], IsCovariance: model.Outputs[1].Name == "r");
        }
        catch (OnnxRuntimeException error)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new ProgramFailure($"ONNX Runtime: {error.Message.ReplaceLineEndings(" ")}", error);
        }
        finally
        {
            foreach (OrtValue input in inputs) input.Dispose();
        }
    }

    private OrtValue Input(OnnxTensor tensor, IsacInstance[] problems, OnnxSizes sizes)
    {
        double[] values =
        [
            .. problems.SelectMany(problem => tensor.Name switch
            {
                "channels" => problem.Channel.Data.SelectMany(static entry => new[] { entry.Real, entry.Imaginary }),
                "targets_deg" => problem.Objective.TargetsDeg,
                "sinr_db" => Enumerable.Range(0, problem.Users).Select(l => Decibel.FromLinear(problem.ThresholdOf(l))),
                "power" => [problem.Power],
                _ => Enumerable.Range(0, problem.Users).Select(problem.NoiseOf),
            }),
        ];
        long[] shape = sizes.Of(tensor);
        return model.Session.InputMetadata[tensor.Name].ElementDataType == TensorElementType.Double
            ? OrtValue.CreateTensorValueFromMemory(values, shape)
            : OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, static value => (float)value), shape);
    }

    private static Complex[] Output(OnnxTensor tensor, OrtValue value, IsacInstance?[] problems, OnnxSizes sizes)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        long[] expected = sizes.Of(tensor);
        if (!info.Shape.SequenceEqual(expected))
        {
            throw new ProgramFailure(
                $"the output {tensor.Name} has the shape ({string.Join(", ", info.Shape)}); expected ({string.Join(", ", expected)})");
        }

        double[] parts = info.ElementDataType == TensorElementType.Double
            ? value.GetTensorDataAsSpan<double>().ToArray()
            : Array.ConvertAll(value.GetTensorDataAsSpan<float>().ToArray(), static part => (double)part);
        var numbers = new Complex[parts.Length / 2];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = new Complex(parts[2 * i], parts[2 * i + 1]);
        return numbers;
    }
}
