namespace IsacCluster.Isac.Catalogues;

/// <summary>Makes the parameters of a type of model.</summary>
internal static class ModelParameters
{
    /// <summary>A real number in [low, high].</summary>
    public static ModelParameter<TModel> Real<TModel, T>(
        string name, double low, double high, string meaning, Func<T, double> valueOf, Func<T, double, T> with)
        where T : TModel => new(name)
        {
            Meaning = meaning,
            Low = low,
            High = high,
            IsWhole = false,
            ValueOf = model => valueOf((T)model!),
            With = (model, value) => with((T)model!, value),
        };

    /// <summary>A whole number in [low, high].</summary>
    public static ModelParameter<TModel> Whole<TModel, T>(
        string name, int low, int high, string meaning, Func<T, int> valueOf, Func<T, int, T> with)
        where T : TModel =>
        Real<TModel, T>(name, low, high, meaning, model => valueOf(model), (model, value) => with(model, (int)value)) with
        {
            IsWhole = true,
        };
}
