using IsacCluster.Search.Space;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>Reads the known settings of a study: a list of mappings of parameters to values.</summary>
internal static class EnqueueReader
{
    public const int MostPoints = 1000;

    /// <summary>Texts of the points, in their order.</summary>
    public static IReadOnlyList<string> Read(Field? field, ParameterSpace space, string sampler)
    {
        if (field is null) return [];
        if (sampler == "grid") throw field.NotAllowed("no enqueue with the sampler grid, whose points are its own");
        return [.. field.Items("a list of mappings of parameters to values", MostPoints).Select(item => Point(item, space))];
    }

    private static string Point(Field item, ParameterSpace space)
    {
        FieldMapping mapping = FieldMapping.Of(item, [.. space.Parameters.Select(parameter => parameter.Name)]);
        double[] raw = new double[space.Count];
        for (int i = 0; i < raw.Length; i++)
        {
            Parameter parameter = space.Parameters[i];
            Field? value = mapping.Optional(parameter.Name);
            bool active = space.IsActive(i, raw);
            if (!active && value is not null) throw value.NotAllowed("none, as the parameter is inactive here");
            raw[i] = active ? Value(mapping.Required(parameter.Name, parameter.Allowed), parameter) : double.NaN;
        }

        try
        {
            return space.Create(raw).ToString();
        }
        catch (SearchSpaceException mistake)
        {
            throw SpaceReader.Error(item, mistake);
        }
    }

    private static double Value(Field field, Parameter parameter)
    {
        try
        {
            return parameter.Parse(field.Text(parameter.Allowed));
        }
        catch (SearchSpaceException)
        {
            throw field.NotAllowed(parameter.Allowed);
        }
    }
}
