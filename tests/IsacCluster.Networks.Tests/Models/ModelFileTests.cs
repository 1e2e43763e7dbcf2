using System.Security.Cryptography;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;
using IsacCluster.Networks.Tests.Inference;

namespace IsacCluster.Networks.Tests.Models;

public sealed class ModelFileTests
{
    private static readonly NetworkArchitecture Small = NetworkArchitecture.Preset("tuned") with { Width = 8, Antennas = 3, Layers = 1 };

    private static readonly Dictionary<string, string> Extra = new() { ["seed"] = "3", ["curve"] = "[1, 2]" };

    [Theory]
    [InlineData("paper")]
    [InlineData("tuned")]
    [InlineData("dnn")]
    public void A_model_comes_back(string preset)
    {
        NetworkArchitecture architecture = NetworkArchitecture.Preset(preset);
        architecture = architecture with { Width = 24, ThresholdInput = true, InputScale = 1.0 / 3 };
        float[] parameters = RandomNetworks.Parameters(architecture);
        byte[] file = ModelFile.Encode(architecture, parameters, Extra);
        DesignModel model = DesignModel.Parse(file);
        Assert.Equal(architecture, model.Architecture);
        Assert.Equal(parameters, model.Parameters.ToArray());
        Assert.Equal(("3", "[1, 2]"), (model.Metadata["seed"], model.Metadata["curve"]));
        Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(file)), model.Digest);
        Assert.Equal(file, ModelFile.Encode(architecture, parameters, Extra));
    }

    [Fact]
    public void Half_the_size_costs_three_digits()
    {
        float[] parameters = RandomNetworks.Parameters(Small);
        byte[] whole = ModelFile.Encode(Small, parameters, Extra),
            half = ModelFile.Encode(Small, parameters, Extra, WeightPrecision.Bfloat16);
        float[] read = ModelFile.Decode(half).Parameters.ToArray();
        Assert.True(half.Length < whole.Length - 2 * parameters.Length + 100 * NetworkLayout.Of(Small).Count);
        for (int i = 0; i < read.Length; i++) Assert.Equal(parameters[i], read[i], Math.Abs(parameters[i]) / 256);
    }

    [Fact]
    public void The_file_names_layers_as_the_layout_and_choices_by_words()
    {
        SafetensorsFile file = SafetensorsFile.Parse(ModelFile.Encode(Small, RandomNetworks.Parameters(Small), Extra));
        Assert.Equal(["user_in.0.weight", "user_in.0.bias", "user_in.1.weight"], file.Tensors.Take(3).Select(tensor => tensor.Name));
        Assert.Equal([8, 10], file.Tensors[0].Shape);
        Assert.Equal("isac-model-v1", file.Metadata["format"]);
        Assert.Equal(
            "{\"kind\":\"gnn\",\"antennas\":3,\"users\":2,\"targets\":3,\"width\":8,\"layers\":1,"
            + "\"activation\":\"silu\",\"combination\":\"concat\","
            + "\"residual\":true,\"normalisation\":\"none\",\"input_scale\":1,\"user_features\":\"covariance\","
            + "\"readout\":\"split\",\"refinements\":4,\"threshold_input\":false}",
            file.Metadata["architecture"]);
    }

    [Fact]
    public void The_order_of_the_tensors_does_not_matter()
    {
        float[] parameters = RandomNetworks.Parameters(Small);
        SafetensorsFile file = SafetensorsFile.Parse(ModelFile.Encode(Small, parameters, Extra));
        byte[] sorted = SafetensorsFile.Write([.. file.Tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)], [.. file.Metadata]);
        Assert.Equal(parameters, ModelFile.Decode(sorted).Parameters.ToArray());
    }

    [Theory]
    [InlineData("format", "isac-model-v2", "format")]
    [InlineData("architecture", "{}", "architecture")]
    [InlineData("architecture", "null", "null")]
    [InlineData("architecture", "[", "architecture")]
    [InlineData("antennas\":3", "antennas\":0", "antennas 0")]
    [InlineData("antennas\":3", "antennas\":4", "user_in.0.weight")]
    [InlineData("width\":8", "width\":2000000000", "width")]
    [InlineData("layers\":1", "layers\":0", "none of the architecture")]
    [InlineData("layers\":1", "layers\":2", "missing")]
    [InlineData("\"silu\"", "\"swish\"", "activation")]
    [InlineData("\"silu\"", "1", "activation")]
    [InlineData("\"residual\":true,", "", "residual")]
    [InlineData("\"residual\":true,", "\"residual\":true,\"depth\":1,", "depth")]
    [InlineData("\"residual\":true,", "\"residual\":true,\"residual\":true,", "residual")]
    [InlineData("input_scale\":1", "input_scale\":0", "input_scale")]
    [InlineData("refinements\":4", "refinements\":-1", "refinements -1")]
    [InlineData("refinements\":4", "refinements\":5", "user_out")]
    [InlineData("\"split\"", "\"direct\"", "refinements 4 with a direct read-out")]
    public void A_model_that_is_wrong_is_refused(string what, string by, string reason)
    {
        SafetensorsFile file = SafetensorsFile.Parse(ModelFile.Encode(Small, RandomNetworks.Parameters(Small), Extra));
        var metadata = new Dictionary<string, string>(file.Metadata);
        metadata["architecture"] = metadata["architecture"].Replace(what, by, StringComparison.Ordinal);
        if (metadata.ContainsKey(what)) metadata[what] = by;
        Assert.False(metadata.SequenceEqual(file.Metadata));
        byte[] wrong = SafetensorsFile.Write(file.Tensors, [.. metadata]);
        string message = Assert.Throws<InvalidDataException>(() => DesignModel.Parse(wrong)).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Parameters_are_as_many_as_the_layout_says_and_reserved_metadata_is_refused()
    {
        float[] parameters = RandomNetworks.Parameters(Small);
        Assert.Throws<ArgumentException>(() => ModelFile.Encode(Small, parameters.AsSpan(1), Extra));
        Assert.Throws<ArgumentException>(() => ModelFile.Encode(Small, parameters, new Dictionary<string, string> { ["format"] = "x" }));
        parameters[5] = float.NaN;
        Assert.Throws<ArgumentException>(() => ModelFile.Encode(Small, parameters, Extra));
    }

    [Fact]
    public void A_model_says_which_scenarios_it_cannot_serve()
    {
        DesignModel graph = RandomNetworks.Model(new NetworkArchitecture { Width = 8 });
        DesignModel dense = RandomNetworks.Model(NetworkArchitecture.Preset("dnn") with { Width = 8 });
        var scenario = new Scenario();
        Assert.Null(graph.Refusal(scenario));
        Scenario other = scenario with { Users = 7, Targets = new RandomTargets(1, -60, 60, 5) };
        Assert.Null(graph.Refusal(other));
        Assert.Equal("the model is for M = 10, not 8", graph.Refusal(scenario with { Antennas = 8 }));
        Assert.All(
            [
                scenario with { Array = new PlanarGeometry(2, 5) }, scenario with { Pattern = new SectorPattern(new([2]), new([1]), 1) },
                scenario with { Spacing = 0.4 },
            ],
            another => Assert.StartsWith(
                "it was trained for a linear array at half a wavelength", graph.Refusal(another), StringComparison.Ordinal));
        Assert.Null(dense.Refusal(scenario));
        Assert.Equal("the model is for L = 2, not 7 and K = 3, not 1", dense.Refusal(other));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_an_IO_error()
    {
        Assert.ThrowsAny<IOException>(() => DesignModel.Load(Path.Combine(AppContext.BaseDirectory, "no-such.safetensors")));
        Assert.ThrowsAny<IOException>(() => DesignModel.Load(AppContext.BaseDirectory));
    }
}
