using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>Where an algorithm of a user comes from: a program, a class, a model. Its name in a specification is free.</summary>
/// <param name="Field">The field that tells it from the others: command, assembly, onnx.</param>
/// <param name="Known">All its fields.</param>
/// <param name="Read">Reads it from its label and the mapping of its fields, for every point.</param>
internal sealed record OwnSource(
    string Field, IReadOnlyList<string> Known,
    Func<string, Field, SpecificationSource, IReadOnlyList<SweepPoint>, AlgorithmSpecification> Read);
