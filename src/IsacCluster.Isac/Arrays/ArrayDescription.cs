using IsacCluster.Isac.Catalogues;

namespace IsacCluster.Isac.Arrays;

/// <summary>What a geometry is: reader, identity, labels, files and the documentation take it from here.</summary>
/// <param name="Name">In specifications: lower-case letters, digits, '_' and '-', beginning with a letter.</param>
/// <param name="Meaning">Where antenna m stands, in one line.</param>
/// <param name="Default">The geometry where a specification gives its name alone, and the values of parameters not given.</param>
/// <param name="Parameters">In the order of labels and files; none where the name says all.</param>
public sealed record ArrayDescription(
    string Name, string Meaning, ArrayGeometry Default, IReadOnlyList<ModelParameter<ArrayGeometry>> Parameters);
