using IsacCluster.Solvers;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// An algorithm of the catalogue: its name, the options that a specification may give it, and how they are read. Immutable.
/// </summary>
public abstract class AlgorithmEntry
{
    /// <summary>In specifications: radar, sdr, gnn-ip.</summary>
    public abstract string Name { get; }

    /// <summary>What an infeasible of it proves.</summary>
    public abstract InfeasibilityClaim Claim { get; }

    /// <summary>Names of its options in a specification; empty: it is its name alone. Label is one of them where it has any.</summary>
    public virtual IReadOnlyList<string> Options => [];

    /// <summary>What it needs beside its name, for messages: "a trained network"; null where its name is enough.</summary>
    public virtual string? Needs => null;

    /// <summary>Reads an entry of a campaign's algorithms.</summary>
    /// <param name="label">What results call it.</param>
    /// <param name="options">Null: the name alone.</param>
    public abstract AlgorithmSpecification Read(
        string label, FieldMapping? options, SpecificationSource source, IReadOnlyList<SweepPoint> points);
}
