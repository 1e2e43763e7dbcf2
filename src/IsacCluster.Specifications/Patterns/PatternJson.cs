using System.Text.Json;
using IsacCluster.Isac.Arrays;
using IsacCluster.Specifications.Json;

namespace IsacCluster.Specifications.Patterns;

/// <summary>Desired patterns in files, with all their numbers: a dataset's manifest needs no other file.</summary>
internal static class PatternJson
{
    private const string Sectors = "sectors", Table = "table", Reference = "reference", Missing = "missing";
    private const string Levels = "levels", Weights = "weights", Elsewhere = "elsewhere";
    private const string Azimuths = "azimuths_deg", Elevations = "elevations_deg";
    private const string Antennas = "antennas", Covariance = "covariance";

    public static void Write(Utf8JsonWriter json, DesiredPattern? pattern)
    {
        json.WriteStartObject();
        switch (pattern)
        {
            case SectorPattern sectors:
                json.WriteStartObject(Sectors);
                List(json, Levels, sectors.Levels);
                List(json, Weights, sectors.Weights);
                json.WriteNumber(Elsewhere, sectors.Elsewhere);
                json.WriteEndObject();
                break;
            case TablePattern table:
                json.WriteStartObject(Table);
                List(json, Azimuths, table.AzimuthsDeg);
                List(json, Elevations, table.ElevationsDeg);
                List(json, Levels, table.Levels);
                List(json, Weights, table.Weights);
                json.WriteEndObject();
                break;
            case ReferencePattern reference:
                json.WriteStartObject(Reference);
                json.WriteNumber(Antennas, reference.Antennas);
                List(json, Covariance, reference.Covariance);
                json.WriteEndObject();
                break;
            case MissingPattern missing:
                json.WriteString(Missing, missing.Path);
                break;
        }

        json.WriteEndObject();
    }

    public static DesiredPattern? Read(JsonFields fields)
    {
        if (fields.Has(Sectors))
        {
            JsonFields sectors = fields.Nested(Sectors);
            return new SectorPattern(
                Numbers(sectors, Levels), Numbers(sectors, Weights),
                sectors.Number(Elsewhere, static value => value >= 0, "a number >= 0"));
        }

        if (fields.Has(Table))
        {
            JsonFields table = fields.Nested(Table);
            var read = new TablePattern(
                Angles(table, Azimuths), Angles(table, Elevations), Numbers(table, Levels), Numbers(table, Weights));
            int count = read.AzimuthsDeg.Count * Math.Max(1, read.ElevationsDeg.Count);
            if (read.AzimuthsDeg.Count == 0) throw table.Mistake(Azimuths, "an empty list", "ascending angles");
            if (read.Levels.Count != count) throw table.Mistake(Levels, $"a list of {read.Levels.Count}", $"a list of {count}");
            if (read.Weights.Count != count) throw table.Mistake(Weights, $"a list of {read.Weights.Count}", $"a list of {count}");
            return read;
        }

        if (fields.Has(Missing)) return new MissingPattern(fields.Text(Missing));
        if (!fields.Has(Reference)) return null;
        JsonFields reference = fields.Nested(Reference);
        int antennas = (int)reference.WholeNumber(Antennas, 1, 1024);
        var covariance = new ValueList(reference.Numbers(Covariance, static _ => true, "numbers"));
        return covariance.Count == 2 * antennas * antennas
            ? new ReferencePattern(antennas, covariance)
            : throw reference.Mistake(Covariance, $"a list of {covariance.Count}", $"a list of {2 * antennas * antennas}");
    }

    private static ValueList Numbers(JsonFields fields, string name) =>
        new(fields.Numbers(name, static value => value >= 0, "numbers >= 0"));

    private static ValueList Angles(JsonFields fields, string name)
    {
        double[] angles = fields.Numbers(name, static value => value is >= -90 and <= 90, "ascending degrees in [-90, 90]");
        return angles.Zip(angles.Skip(1)).All(static pair => pair.First < pair.Second)
            ? new ValueList(angles)
            : throw fields.Mistake(name, "a list that is not ascending", "ascending degrees in [-90, 90]");
    }

    private static void List(Utf8JsonWriter json, string name, ValueList values)
    {
        json.WriteStartArray(name);
        foreach (double value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
