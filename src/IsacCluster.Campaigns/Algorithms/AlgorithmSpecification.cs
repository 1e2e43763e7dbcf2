using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>One entry of a campaign's algorithms.</summary>
/// <param name="Name">Which algorithm: radar, sdr, gnn-ip, ...</param>
/// <param name="Label">What results call it, distinct in a campaign; a baseline's is its name.</param>
public abstract record AlgorithmSpecification(string Name, string Label)
{
    /// <summary>Whether its time has the parts inference, feasibility and projection.</summary>
    public virtual bool HasParts => false;

    /// <summary>sha256:... of the model file that it uses at a point; null for an algorithm without one.</summary>
    public virtual string? ModelDigest(SweepPoint point) => null;

    /// <summary>
    /// Whether every sample of a point gets the same design and value, so that its mean is exact after one. Default: no.
    /// </summary>
    public virtual bool IsConstantAt(SweepPoint point) => false;

    /// <summary><see cref="Solvers.IBeamformingSolver.ExpectedWork"/>. Default: 0.</summary>
    public virtual double ExpectedWork(int antennas, int users) => 0;

    /// <summary>Programs of the machine that it starts, as <see cref="Jobs.IJob.Programs"/>. Default: none.</summary>
    public virtual IReadOnlyList<string> Programs => [];

    /// <summary>Files that it needs and that are not on this machine, as they are written. Default: none.</summary>
    public virtual IReadOnlyList<string> Lacks => [];

    /// <summary>The same where a program may take at most so many bytes of memory. Default: it starts none.</summary>
    public virtual AlgorithmSpecification WithProgramMemory(long? bytes) => this;

    /// <summary>A fresh algorithm for one thread, which disposes it where it can be disposed.</summary>
    /// <param name="memo">What the caller's algorithms share about the samples at hand; null: each finds out for itself.</param>
    public abstract IDesignAlgorithm Create(SweepPoint point, SampleMemo? memo = null);

    /// <summary>Points with equal keys share one algorithm of a thread. Default: all points do.</summary>
    public virtual object? SharedBy(SweepPoint point) => null;

    /// <summary>Everything that changes its designs, for the identity of a job.</summary>
    public virtual object ToCanonical() => Name;
}
