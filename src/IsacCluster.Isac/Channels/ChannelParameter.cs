using IsacCluster.Isac.Catalogues;

namespace IsacCluster.Isac.Channels;

/// <summary>Parameters of channel models.</summary>
public static class ChannelParameter
{
    /// <summary>A real number in [low, high].</summary>
    public static ModelParameter<ChannelModel> Real<TModel>(
        string name, string symbol, string unit, double low, double high, string meaning,
        Func<TModel, double> valueOf, Func<TModel, double, TModel> with)
        where TModel : ChannelModel =>
        ModelParameters.Real<ChannelModel, TModel>(name, low, high, meaning, valueOf, with) with { Symbol = symbol, Unit = unit };

    /// <summary>A whole number in [low, high].</summary>
    public static ModelParameter<ChannelModel> Whole<TModel>(
        string name, string symbol, int low, int high, string meaning, Func<TModel, int> valueOf, Func<TModel, int, TModel> with)
        where TModel : ChannelModel =>
        ModelParameters.Whole<ChannelModel, TModel>(name, low, high, meaning, valueOf, with) with { Symbol = symbol };
}
