using IsacCluster.Isac.Catalogues;

namespace IsacCluster.Isac.Channels;

/// <summary>What a channel model is: reader, identity, labels, files and the documentation take it from here.</summary>
/// <param name="Name">In specifications: lower-case letters, digits, '_' and '-', beginning with a letter.</param>
/// <param name="Equation">g_l in one line.</param>
/// <param name="Default">The model where a specification gives its name alone, and the values of parameters not given.</param>
/// <param name="Parameters">In the order of labels and files; none where the name says all.</param>
public sealed record ChannelDescription(
    string Name, string Equation, ChannelModel Default, IReadOnlyList<ModelParameter<ChannelModel>> Parameters);
