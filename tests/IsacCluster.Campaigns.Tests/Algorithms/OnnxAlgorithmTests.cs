using System.Numerics;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Networks.Onnx;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Tests.Algorithms;

/// <summary>ONNX files as algorithms, against the formula that they hold.</summary>
public sealed class OnnxAlgorithmTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(OnnxType.Real64, "s", 1e-12)]
    [InlineData(OnnxType.Real64, "r", 1e-9)]
    [InlineData(OnnxType.Real32, "s", 1e-6)]
    public void Designs_are_what_the_model_says(OnnxType type, string second, double tolerance)
    {
        Write("mine.onnx", new OnnxModels { Type = type, Second = second });
        CampaignSpecification specification = Read("mine: {onnx: mine.onnx}");
        using SampleEvaluator evaluator = SampleEvaluator.Of(specification, specification.Points[0]);
        var generator = new SampleGenerator(specification.Points[0].Scenario, specification.Seed);
        foreach (SampleEvaluation sample in Evaluate(evaluator, 0, 70))
        {
            AlgorithmEvaluation mine = sample.Algorithms[0];
            Assert.Equal((SolveStatus.Heuristic, null), (mine.Status, mine.Why));
            ReadOnlySpan<Complex> h = generator.Generate(sample.Index).Instance.Channel.Row(1);
            double norm = Math.Sqrt(h.ToArray().Sum(entry => entry.Magnitude * entry.Magnitude));
            for (int m = 0; m < h.Length; m++) Assert.InRange((mine.Design!.C[m, 1] - h[m] / norm / Math.Sqrt(2)).Magnitude, 0, tolerance);
        }
    }

    /// <summary>The batches of a task begin anywhere; a replay asks for one sample.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void A_design_is_the_same_bits_in_every_chunk(int batch)
    {
        Write("mine.onnx", new OnnxModels { Type = OnnxType.Real32 });
        CampaignSpecification specification = Read($"mine: {{onnx: mine.onnx, batch: {batch}}}");
        using SampleEvaluator evaluator = SampleEvaluator.Of(specification, specification.Points[0]);
        IReadOnlyList<SampleEvaluation> whole = Evaluate(evaluator, 0, 90), part = Evaluate(evaluator, 61, 9);
        for (int i = 0; i < part.Count; i++)
        {
            Assert.Equal(whole[61 + i].Algorithms[0].Design!.C.Data, part[i].Algorithms[0].Design!.C.Data);
            Assert.Equal(part[i].Algorithms[0].Mse, Evaluate(evaluator, 61 + i, 1)[0].Algorithms[0].Mse);
        }
    }

    [Fact]
    public void What_is_wrong_with_a_design_fails_its_sample_and_what_fails_when_it_runs_its_batch()
    {
        Write("lying.onnx", new OnnxModels { Scale = Math.Sqrt(2) });
        Write("dividing.onnx", new OnnxModels { DivideBelow = -0.5 });
        Write("failing.onnx", new OnnxModels { User = 5 });
        Write("fixed.onnx", new OnnxModels { Batch = 3 });
        CampaignSpecification specification = Read(
            "lying: {onnx: lying.onnx}", "dividing: {onnx: dividing.onnx}", "failing: {onnx: failing.onnx}", "fixed: {onnx: fixed.onnx}");
        using SampleEvaluator evaluator = SampleEvaluator.Of(specification, specification.Points[0]);
        IReadOnlyList<SampleEvaluation> samples = Evaluate(evaluator, 0, 64);
        Assert.All(samples, sample =>
        {
            Assert.Equal("the design's power Tr R is 2, not P0 = 1", sample.Algorithms[0].Why);
            Assert.Contains("ONNX Runtime: ", sample.Algorithms[2].Why, StringComparison.Ordinal);
            Assert.DoesNotContain("\n", sample.Algorithms[2].Why, StringComparison.Ordinal);
            Assert.Equal((SolveStatus.NumericalFailure, SolveStatus.Heuristic), (sample.Algorithms[2].Status, sample.Algorithms[3].Status));
        });
        string?[] reasons = [.. samples.Select(sample => sample.Algorithms[1].Why).Distinct()];
        Assert.Equal(2, reasons.Length);
        Assert.Contains("the design holds a number that is not finite", reasons);
        Assert.Contains(null, reasons);
    }

    [Fact]
    public void The_content_and_the_batch_are_its_identity_and_not_where_it_lies()
    {
        Write("mine.onnx", new OnnxModels());
        File.Copy(_folder["mine.onnx"], _folder["copy.onnx"]);
        string id = Read("mine: {onnx: mine.onnx}").JobId;
        Assert.Equal(id, Read("mine: {onnx: copy.onnx, batch: 64}").JobId);
        Assert.NotEqual(id, Read("mine: {onnx: mine.onnx, batch: 32}").JobId);
        Assert.NotEqual(id, Read("other: {onnx: mine.onnx}").JobId);
        Write("mine.onnx", new OnnxModels { Scale = 0.5 });
        Assert.NotEqual(id, Read("mine: {onnx: mine.onnx}").JobId);
        Assert.Empty(Read("mine: {onnx: mine.onnx}").Algorithms[0].Programs);
    }

    [Fact]
    public void A_silo_without_the_file_says_so()
    {
        var reader = new SpecificationReader(mayLackFiles: true);
        var read = (CampaignSpecification)reader.Parse(Yaml("mine: {onnx: none.onnx}"), _folder["x.yaml"]);
        Assert.Equal([_folder["none.onnx"]], read.Algorithms[0].Lacks);
    }

    public static TheoryData<string, string> Wrong { get; } = new()
    {
        { "{onnx: none.onnx}", "mine.onnx: 'none.onnx' is not allowed; expected a file that exists" },
        { "{onnx: [a]}", "expected the path of an ONNX model" },
        { "{onnx: text.onnx}", "mine.onnx: 'text.onnx' is no ONNX model that ONNX Runtime loads" },
        { "{onnx: name.onnx}", "has the input 'chanels'; expected inputs of channels (batch, users, antennas, 2), targets_deg" },
        { "{onnx: output.onnx}", "has the outputs c, S; expected c (batch, antennas, users, 2), s (batch, antennas, antennas, 2) or r" },
        { "{onnx: beams.onnx}", "has the outputs beams, s; expected c (batch" },
        { "{onnx: type.onnx}", "has the input channels of Int64; expected float32 or float64" },
        { "{onnx: size.onnx}", "has the input channels of shape (batch, users, 4, 2); expected channels (batch, users, antennas, 2), "
            + "which is (batch, 2, 10, 2) at the point" },
        { "{onnx: three.onnx, batch: 2}", "mine.batch: '2' is not allowed; expected 3, the batch of the model's inputs" },
        { "{onnx: mine.onnx, batch: 0}", "mine.batch: '0' is not allowed; expected a whole number from 1 to 4096" },
        { "{onnx: mine.onnx, bach: 1}", "mine.bach: unknown field; did you mean 'batch'?" },
        { "{onnx: external.onnx}", "keeps weights in other files" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Errors_name_file_line_and_what_is_allowed(string entry, string message)
    {
        File.WriteAllText(_folder["text.onnx"], "no model");
        Write("mine.onnx", new OnnxModels());
        Write("name.onnx", new OnnxModels { Channels = "chanels" });
        Write("output.onnx", new OnnxModels { Second = "S" });
        Write("beams.onnx", new OnnxModels { Beams = "beams" });
        Write("size.onnx", new OnnxModels { Antennas = 4 });
        Write("three.onnx", new OnnxModels { Batch = 3 });
        var whole = new OnnxGraph();
        whole.Output("c", whole.Input("channels", OnnxType.Whole64, 1), OnnxType.Whole64, 1);
        whole.Output("s", whole.Constant([1L], 1), OnnxType.Whole64, 1);
        File.WriteAllBytes(_folder["type.onnx"], whole.ToBytes("whole", ("tests", "1"), new Dictionary<string, string>()));
        // ModelProto.graph { initializer { data_location: EXTERNAL } }.
        File.WriteAllBytes(_folder["external.onnx"], [0x08, 8, 0x3A, 4, 0x2A, 2, 0x70, 1]);
        var error = Assert.Throws<SpecificationException>(() => Read($"mine: {entry}"));
        Assert.Contains("x.yaml:5:", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<SampleEvaluation> Evaluate(SampleEvaluator evaluator, long first, int count) =>
        evaluator.Evaluate(first, count, new StageClock(TimeProvider.System), CancellationToken.None);

    private void Write(string name, OnnxModels model) => File.WriteAllBytes(_folder[name], model.ToBytes());

    private CampaignSpecification Read(params string[] entries) =>
        (CampaignSpecification)new SpecificationReader().Parse(Yaml(entries), _folder["x.yaml"]);

    private static string Yaml(params string[] entries) =>
        $"kind: campaign\nname: x\nsamples: 100\nalgorithms:\n{string.Concat(entries.Select(entry => $"  - {entry}\n"))}";
}
