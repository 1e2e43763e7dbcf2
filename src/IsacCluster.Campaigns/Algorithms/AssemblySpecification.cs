using System.Reflection;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Solvers;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>A .NET class of a campaign's user.</summary>
/// <param name="Path">Absolute, of its assembly.</param>
/// <param name="Digest">sha256:... of the assembly.</param>
/// <param name="TypeName">Full name of the class.</param>
/// <param name="Type">Null: the assembly is not on this machine.</param>
internal sealed record AssemblySpecification(string Label, string Path, string Digest, string TypeName, Type? Type)
    : AlgorithmSpecification("assembly", Label)
{
    /// <summary>It runs code of its own, as a program does: a silo runs it where --allow-command names its path.</summary>
    public override IReadOnlyList<string> Programs => [Path];

    public override IReadOnlyList<string> Lacks => Type is null ? [Path] : [];

    public override IDesignAlgorithm Create(SweepPoint point, SampleMemo? memo = null)
    {
        Type type = Type ?? throw new FileNotFoundException($"{Path} is not on this machine.", Path);
        try
        {
            object made = Activator.CreateInstance(type)!;
            return new AuditedAlgorithm(Label, made as IDesignAlgorithm ?? new SolverAlgorithm((IBeamformingSolver)made));
        }
        catch (TargetInvocationException error)
        {
            return new AuditedAlgorithm(Label, new Unmade(Label, error.InnerException ?? error));
        }
    }

    public override object ToCanonical() => new Dictionary<string, object?>
    {
        ["assembly"] = Digest,
        ["label"] = Label,
        ["name"] = Name,
        ["type"] = TypeName,
    };

    /// <summary>A class whose constructor threw: so does every sample.</summary>
    private sealed class Unmade(string label, Exception why) : IDesignAlgorithm
    {
        public string Name => label;

        public IReadOnlyList<DesignOutcome> Run(IReadOnlyList<Sample> samples, StageClock clock, CancellationToken cancellation)
        {
            string text = $"its constructor threw {why.GetType().Name}: {why.Message}".ReplaceLineEndings(" ");
            return [.. samples.Select(_ => DesignOutcome.Failed(text, 0))];
        }
    }
}
