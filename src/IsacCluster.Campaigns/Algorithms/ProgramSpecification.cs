using IsacCluster.Campaigns.Programs;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>A program of a campaign's user.</summary>
/// <param name="Identity">Its command with sha256:... in the place of each file.</param>
/// <param name="Files">sha256:... of the other files that it needs, in the order of the specification.</param>
/// <param name="Missing">Its files that are not on this machine, as they are written.</param>
internal sealed record ProgramSpecification(
    string Label, ProgramCommand Command, IReadOnlyList<string> Identity, IReadOnlyList<string> Files, IReadOnlyList<string> Missing)
    : AlgorithmSpecification("command", Label)
{
    private long? Memory { get; init; }

    public override IReadOnlyList<string> Programs => [Command.Line[0]];

    public override IReadOnlyList<string> Lacks => Missing;

    public override AlgorithmSpecification WithProgramMemory(long? bytes) => this with { Memory = bytes };

    public override IDesignAlgorithm Create(SweepPoint point, SampleMemo? memo = null) =>
        new ProgramAlgorithm(Label, Command, Memory);

    /// <summary>What it runs, not where that lies. How it is asked is no part of it: a design does not depend on that.</summary>
    public override object ToCanonical() => new Dictionary<string, object?>
    {
        ["command"] = Identity,
        ["files"] = Files,
        ["label"] = Label,
        ["name"] = Name,
    };
}
