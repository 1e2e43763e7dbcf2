using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Isac.Designs;
using IsacCluster.Jobs;
using IsacCluster.Numerics;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Tests.Algorithms;

/// <summary>Classes of a user's assembly, which here is that of these tests, loaded a second time in a context of its own.</summary>
public sealed class AssemblyReaderTests
{
    private static readonly string Assembly = typeof(AssemblyReaderTests).Assembly.Location;

    [Fact]
    public void A_class_of_another_context_designs_and_what_it_throws_or_gets_wrong_is_counted_with_its_reason()
    {
        CampaignSpecification specification = Read(nameof(IsotropicClass), nameof(LyingClass), nameof(ThrowingClass), nameof(WideClass));
        using SampleEvaluator evaluator = SampleEvaluator.Of(specification, specification.Points[0]);
        foreach (SampleEvaluation sample in evaluator.Evaluate(0, 3, new StageClock(TimeProvider.System), CancellationToken.None))
        {
            Assert.Equal(["a0", "a1", "a2", "a3"], sample.Algorithms.Select(algorithm => algorithm.Name));
            Assert.Equal(SolveStatus.Heuristic, sample.Algorithms[0].Status);
            Assert.Equal(1, sample.Algorithms[0].Design!.Power(), 12);
            Assert.Equal(
                [
                    null, "the design's power Tr R is 2, not P0 = 1", "InvalidOperationException: on purpose",
                    "the design has C of 10 x 3 and S of 10 x 10; expected 10 x 2 and 10 x 10",
                ],
                sample.Algorithms.Select(algorithm => algorithm.Why));
        }
    }

    /// <summary>It writes into its input and returns the same matrices each time: neither reaches another design.</summary>
    [Fact]
    public void A_class_that_keeps_and_changes_what_it_is_given_changes_nothing_else()
    {
        CampaignSpecification specification = Read(nameof(ScribblingClass), nameof(IsotropicClass), nameof(UnmadeClass));
        using SampleEvaluator evaluator = SampleEvaluator.Of(specification, specification.Points[0]);
        IReadOnlyList<SampleEvaluation> samples =
            evaluator.Evaluate(0, 3, new StageClock(TimeProvider.System), CancellationToken.None);
        CampaignSpecification alone = Read(nameof(IsotropicClass));
        using SampleEvaluator other = SampleEvaluator.Of(alone, alone.Points[0]);
        IReadOnlyList<SampleEvaluation> expected = other.Evaluate(0, 3, new StageClock(TimeProvider.System), CancellationToken.None);
        for (int i = 0; i < samples.Count; i++)
        {
            Assert.Equal(expected[i].Algorithms[0].Sinr, samples[i].Algorithms[1].Sinr);
            Assert.Equal("its constructor threw InvalidOperationException: no licence", samples[i].Algorithms[2].Why);
            Assert.Equal(i + 1, 1 / samples[i].Algorithms[0].Design!.S[0, 0].Real, 1e-12);
        }
    }

    [Fact]
    public void The_digest_and_the_class_are_its_identity_and_its_path_must_be_allowed_to_run()
    {
        AlgorithmSpecification algorithm = Read(nameof(IsotropicClass)).Algorithms[0];
        string identity = JsonSerializer.Serialize(algorithm.ToCanonical());
        Assert.Contains("sha256:", identity, StringComparison.Ordinal);
        Assert.Contains(nameof(IsotropicClass), identity, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetDirectoryName(Assembly)!, identity, StringComparison.Ordinal);
        Assert.Equal([Assembly], algorithm.Programs);
    }

    [Theory]
    [InlineData("{assembly: none.dll}", "a file that exists")]
    [InlineData("{assembly: xunit.v3.common.dll}", "no public class with a constructor without parameters")]
    [InlineData("{assembly: IsacCluster.Campaigns.Tests.dll}", "expected type, one of them")]
    [InlineData("{assembly: IsacCluster.Campaigns.Tests.dll, type: Lab.None}", "'Lab.None' is not allowed")]
    [InlineData("{assembly: IsacCluster.Campaigns.Tests.deps.json}", "no .NET assembly")]
    [InlineData("{type: Lab.None}", "assembly: the field is missing")]
    [InlineData("{assemblies: Lab.dll}", "or a name of your own with one of command, assembly, onnx")]
    public void What_cannot_be_loaded_is_said(string fields, string expected) => Assert.Contains(
        expected, Assert.Throws<SpecificationException>(() => Read($"- a: {fields}\n", lines: true)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("IsacCluster.Solvers", "was built for IsacCluster.Solvers 9.8.7.6; this program has ")]
    [InlineData("IsacCluster.Astrology", "needs IsacCluster.Astrology 9.8.7.6, which this program has not")]
    public void An_assembly_of_another_version_of_IsacCluster_is_refused_with_both_versions(string name, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["lab.dll"], AssemblyThatNeeds(name, new Version(9, 8, 7, 6)));
        string message = Assert.Throws<SpecificationException>(
            () => Read($"- a: {{assembly: '{folder["lab.dll"]}'}}\n", lines: true)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_says_what_every_algorithm_answered_to_four_samples()
    {
        CampaignSpecification specification = Read(nameof(IsotropicClass), nameof(LyingClass));
        Kinds.CheckReport report = new CampaignKind().Check(specification, TimeProvider.System, CancellationToken.None);
        Assert.Equal((8, false), (report.Lines.Count, report.AllDesigned));
        Assert.Contains("mse", report.Lines[6], StringComparison.Ordinal);
        Assert.EndsWith("numerical-failure: the design's power Tr R is 2, not P0 = 1", report.Lines[7], StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_goes_on_where_one_cannot_be_started()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows finds no such program before it starts.");
        CampaignSpecification specification = Read("  - gone: {command: [no-such-program-here]}\n  - zf-pinv\n", lines: true);
        Kinds.CheckReport report = new CampaignKind().Check(specification, TimeProvider.System, CancellationToken.None);
        Assert.Equal((8, false), (report.Lines.Count, report.AllDesigned));
        Assert.All(report.Lines.Take(4), line => Assert.Contains("cannot be started here", line, StringComparison.Ordinal));
        Assert.All(report.Lines.Skip(4), line => Assert.Contains("mse", line, StringComparison.Ordinal));
    }

    /// <summary>An assembly without types.</summary>
    private static byte[] AssemblyThatNeeds(string name, Version version)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString("lab.dll"), metadata.GetOrAddGuid(new Guid(1, 2, 3, new byte[8])), default, default);
        metadata.AddAssembly(metadata.GetOrAddString("lab"), new Version(1, 0, 0, 0), default, default, default, default);
        metadata.AddAssemblyReference(metadata.GetOrAddString(name), version, default, default, default, default);
        metadata.AddTypeDefinition(
            default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1),
            MetadataTokens.MethodDefinitionHandle(1));
        var image = new ManagedPEBuilder(
            new PEHeaderBuilder(imageCharacteristics: Characteristics.Dll), new MetadataRootBuilder(metadata), new BlobBuilder());
        var bytes = new BlobBuilder();
        image.Serialize(bytes);
        return bytes.ToArray();
    }

    private static CampaignSpecification Read(params string[] classes) => Read(string.Concat(classes.Select((name, a) =>
        $"  - a{a}: {{assembly: {Assembly}, type: IsacCluster.Campaigns.Tests.Algorithms.{name}}}\n")), lines: true);

    private static CampaignSpecification Read(string algorithms, bool lines) => (CampaignSpecification)new SpecificationReader().Parse(
        $"kind: campaign\nname: x\nsamples: {(lines ? 9 : 0)}\nalgorithms:\n{algorithms}",
        Path.Combine(AppContext.BaseDirectory, "x.yaml"));
}

/// <summary>S = sqrt(P / M) I with P = P0 times a factor, C = 0 of some columns.</summary>
public abstract class ScaledClass(double factor, int columns = 2) : IBeamformingSolver
{
    public string Name => "scaled";

    public SolveResult Solve(IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var s = new ComplexMatrix(instance.Antennas, instance.Antennas);
        for (int m = 0; m < instance.Antennas; m++) s[m, m] = Math.Sqrt(factor * instance.Power / instance.Antennas);
        return new SolveResult { Status = SolveStatus.Optimal, Design = new Design(new ComplexMatrix(instance.Antennas, columns), s) };
    }
}

public sealed class IsotropicClass() : ScaledClass(1);

public sealed class LyingClass() : ScaledClass(2);

public sealed class WideClass() : ScaledClass(1, 3);

/// <summary>Call k has an S of 1 / k at one place and the rest of the power at another, in the matrices of the call before.</summary>
public sealed class ScribblingClass : IBeamformingSolver
{
    private readonly ComplexMatrix _c = new(10, 2), _s = new(10, 10);
    private int _calls;

    public string Name => "scribbling";

    public SolveResult Solve(IsacInstance instance)
    {
        Array.Fill(instance.Channel.Data, 1e9);
        double own = 1.0 / ++_calls;
        (_s[0, 0], _s[1, 1]) = (own, Math.Sqrt(1 - own * own));
        return new SolveResult { Status = SolveStatus.Heuristic, Design = new Design(_c, _s) };
    }
}

public sealed class UnmadeClass : IBeamformingSolver
{
    public UnmadeClass() => throw new InvalidOperationException("no licence");

    public string Name => "unmade";

    public SolveResult Solve(IsacInstance instance) => throw new InvalidOperationException("on purpose");
}

public sealed class ThrowingClass : IBeamformingSolver
{
    public string Name => "throwing";

    public SolveResult Solve(IsacInstance instance) => throw new InvalidOperationException("on purpose");
}
