using IsacCluster.Isac.Catalogues;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Fields;

/// <summary>How a parameter of a model is read and said: a number of its range, whole or not.</summary>
internal static class ParameterKind
{
    public static StoredKind<double> Of<TModel>(ModelParameter<TModel> parameter)
    {
        StoredKind<double> real = ValueKinds.Real(NumberRange.Closed(parameter.Low, parameter.High));
        if (!parameter.IsWhole) return real;
        StoredKind<int> whole = ValueKinds.Whole((int)parameter.Low, (int)parameter.High);
        return real with
        {
            Allowed = whole.Allowed,
            Read = field => whole.Read(field),
            ReadJson = (fields, name) => whole.ReadJson(fields, name),
        };
    }
}
