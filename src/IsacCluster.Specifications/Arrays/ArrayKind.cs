using System.Text.Json;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Catalogues;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Arrays;

/// <summary>
/// array: a geometry's name, or a mapping of it to parameters, {planar: {rows: 4, columns: 4}}, whose forms come from the geometries'
/// descriptions.
/// </summary>
public static class ArrayKind
{
    private const string Geometry = "geometry";
    private const int Least = 2, Most = 256;

    /// <param name="geometries">Those that specifications and files may name.</param>
    public static StoredKind<ArrayGeometry> Of(ArrayGeometries geometries)
    {
        ArgumentNullException.ThrowIfNull(geometries);
        return new StoredKind<ArrayGeometry>(
            $"{string.Join(", ", geometries.Names.Select(name => $"`{name}`"))}, or one with parameters, `{{NAME: {{PARAMETER: VALUE}}}}`",
            field => Read(field, geometries), Canonical, (fields, name) => ReadJson(fields.Nested(name), geometries), WriteJson)
        {
            Name = Label,
        };
    }

    /// <summary>A row for each geometry and each of its parameters.</summary>
    public static IReadOnlyList<FieldDeclaration> Parts(ArrayGeometries geometries)
    {
        ArgumentNullException.ThrowIfNull(geometries);
        return [.. geometries.All.Select(geometry => new FieldDeclaration(geometry.Name, "")
        {
            Meaning = geometry.Meaning,
            Default = "",
            Parts = [.. geometry.Parameters.Select(parameter => new FieldDeclaration(parameter.Name, ParameterKind.Of(parameter).Allowed)
            {
                Meaning = parameter.Meaning,
                Default = parameter.IsRequired ? "required" : CanonicalJson.Number(parameter.ValueOf(geometry.Default)),
            })],
        })];
    }

    /// <summary>{"planar": {"rows": 4, "columns": 4}}.</summary>
    /// <param name="fields">The object.</param>
    /// <exception cref="SpecificationException">It names no geometry, or a parameter is missing or out of range.</exception>
    public static ArrayGeometry ReadNamed(JsonFields fields)
    {
        ArrayGeometries geometries = ArrayGeometries.Registered;
        string[] given = [.. geometries.Names.Where(fields.Has)];
        if (given.Length != 1)
        {
            throw fields.Mistake(
                "array", given.Length == 0 ? "an object of none" : string.Join(" and ", given),
                $"an object of one of {string.Join(", ", geometries.Names)}");
        }

        ArrayDescription geometry = geometries.Named(given[0]);
        JsonFields parameters = fields.Nested(given[0]);
        return geometry.Parameters.Aggregate(geometry.Default, (array, parameter) =>
            parameter.IsRequired || parameters.Has(parameter.Name)
                ? parameter.With(array, ParameterKind.Of(parameter).ReadJson(parameters, parameter.Name))
                : array);
    }

    private static ArrayGeometry Read(Field field, ArrayGeometries geometries)
    {
        if (field.Node is not MappingNode)
        {
            string[] alone = [.. geometries.All.Where(static one => !one.Parameters.Any(static p => p.IsRequired)).Select(one => one.Name)];
            return geometries.Named(field.Choice(alone)).Default;
        }

        FieldMapping mapping = FieldMapping.Of(field, [.. geometries.Names]);
        if (mapping.Given.Count != 1) throw field.NotAllowed($"exactly one of {string.Join(", ", geometries.Names)}");
        (string name, Field parameters) = mapping.Given.First();
        ArrayDescription geometry = geometries.Named(name);
        if (geometry.Parameters.Count == 0) throw parameters.NotAllowed($"'array: {name}', which takes no parameters");
        FieldMapping given = FieldMapping.Of(parameters, [.. geometry.Parameters.Select(parameter => parameter.Name)]);
        ArrayGeometry read = geometry.Parameters.Aggregate(geometry.Default, (current, parameter) =>
        {
            Field? value = parameter.IsRequired
                ? given.Required(parameter.Name, ParameterKind.Of(parameter).Allowed)
                : given.Optional(parameter.Name);
            return value is null ? current : parameter.With(current, ParameterKind.Of(parameter).Read(value));
        });
        return read.Antennas() is < Least or > Most
            ? throw parameters.Error($"{read.Antennas()} antennas are not allowed; expected {Least} to {Most}.")
            : read;
    }

    /// <summary>The name, or a mapping of it and the parameters.</summary>
    private static object Canonical(ArrayGeometry array)
    {
        ArrayDescription geometry = array.Describe();
        if (geometry.Parameters.Count == 0) return geometry.Name;
        var canonical = new Dictionary<string, object?> { [Geometry] = geometry.Name };
        foreach (ModelParameter<ArrayGeometry> parameter in geometry.Parameters) canonical.Add(parameter.Name, parameter.ValueOf(array));
        return canonical;
    }

    private static ArrayGeometry ReadJson(JsonFields fields, ArrayGeometries geometries)
    {
        ArrayDescription geometry = geometries.Named(fields.OneOf(Geometry, [.. geometries.Names]));
        return geometry.Parameters.Aggregate(
            geometry.Default, (array, parameter) => parameter.With(array, ParameterKind.Of(parameter).ReadJson(fields, parameter.Name)));
    }

    private static void WriteJson(Utf8JsonWriter json, ArrayGeometry array)
    {
        json.WriteStartObject();
        json.WriteString(Geometry, array.Describe().Name);
        foreach (ModelParameter<ArrayGeometry> parameter in array.Describe().Parameters)
            json.WriteNumber(parameter.Name, parameter.ValueOf(array));
        json.WriteEndObject();
    }

    /// <summary>planar_4rows_4columns_1row_spacing.</summary>
    private static string Label(ArrayGeometry array) => string.Join('_', array.Describe().Parameters
        .Select(parameter => CanonicalJson.Number(parameter.ValueOf(array)) + parameter.Name).Prepend(array.Describe().Name));
}
