using System.Numerics;
using System.Text.Json;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Isac.Sensing;
using IsacCluster.Jobs;
using IsacCluster.Numerics;
using IsacCluster.Specifications.Arrays;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.Solving.Cases;

/// <summary>
/// Reads one case. Only the definition of the problem is required (antennas, users, targets_deg, beamwidth_deg, grid_points, power, noise,
/// sinr_db, channel_real_imag); raw_c_real_imag and raw_s_real_imag, both or none, are the design to project. noise and sinr_db may be
/// lists of one for each user; power_constraint (total, per-antenna), antenna_power (a list) and cross_correlation_weight are options, as
/// in schema isac-variants-v1, and so are objective, an object of a criterion's name and parameters, array, an object of a geometry's name
/// and parameters, elevation_points of its grid, and pattern_levels and pattern_weights, the desired pattern at each grid point, the
/// azimuths of one elevation after those of another. Known answers and further fields are ignored.
/// </summary>
internal static class CaseReader
{
    private const int MostAntennas = 256, MostGridPoints = 1_000_000;
    private const double LargestSinrDb = 200;
    private const string CrossCorrelation = "cross_correlation_weight", PowerConstraint = "power_constraint", PerAntenna = "per-antenna",
        AntennaPower = "antenna_power", Spacing = "spacing", Objective = "objective", Grid = "grid", ArrayName = "array",
        Elevations = "elevation_points",
        Levels = "pattern_levels", Weights = "pattern_weights";

    /// <exception cref="SpecificationException">One message that names file, case, field, value and what is allowed.</exception>
    public static SolveCase Read(string id, JsonFields fields)
    {
        int antennas = (int)fields.WholeNumber("antennas", 1, MostAntennas);
        int users = (int)fields.WholeNumber("users", 1, antennas);
        bool closed = fields.Has(Grid) && fields.OneOf(Grid, "half-open", "closed") == "closed";
        var scenario = new Scenario
        {
            Antennas = antennas,
            Array = fields.Has(ArrayName) ? ArrayKind.ReadNamed(fields.Nested(ArrayName)) : LinearGeometry.Instance,
            Spacing = fields.Has(Spacing)
                ? fields.Number(Spacing, value => value > 0, "wavelengths > 0")
                : UniformLinearArray.HalfWavelength,
            BeamwidthDeg = fields.Number("beamwidth_deg", width => width is > 0 and <= 360, "degrees in (0, 360]"),
            GridPoints = (int)fields.WholeNumber("grid_points", closed ? 2 : 1, MostGridPoints),
            HasClosedGrid = closed,
            ElevationPoints = fields.Has(Elevations)
                ? (int)fields.WholeNumber(Elevations, closed ? 2 : 1, MostGridPoints)
                : Scenario.UsualElevationPoints,
            CrossCorrelationWeight = fields.Has(CrossCorrelation)
                ? fields.Number(CrossCorrelation, value => value >= 0, "a number >= 0")
                : 0,
        };
        FixedTargets targets = TargetFields.ReadFixedJson(fields, "targets_deg");
        CheckArray(fields, scenario, targets);
        int elevations = scenario.AntennaArray().SeesElevation ? scenario.ElevationPoints : 1;
        scenario = scenario with { Pattern = Pattern(fields, scenario.GridPoints * elevations) };
        BeampatternObjective objective = scenario.ObjectiveOf(targets.Directions(), scenario.GridPoints);
        double power = fields.Number("power", value => value > 0, "a number > 0");
        var instance = IsacInstance.Of(
            objective,
            RealImag(fields, "channel_real_imag", users, antennas, "L x M"),
            power,
            AntennaPowers(fields, antennas, power),
            OfUsers(fields, "noise", users, value => value > 0, "a number > 0"),
            [
                .. OfUsers(
                    fields, "sinr_db", users, value => Math.Abs(value) <= LargestSinrDb, $"decibels in [-{LargestSinrDb}, {LargestSinrDb}]")
                    .Select(Decibel.ToLinear),
            ]) with
        { Criterion = Criterion(fields) };
        if (instance.Criterion?.Mismatch(objective.Array) is { } mismatch)
            throw fields.Mistake(Objective, instance.Criterion.Describe().Name, $"a criterion for this array; this one is for {mismatch}");
        bool hasRaw = fields.Has("raw_c_real_imag") || fields.Has("raw_s_real_imag");
        return new SolveCase(id, instance, hasRaw ? RawDesign(fields, antennas, users) : null);
    }

    /// <summary>What depends on where the antennas stand.</summary>
    private static void CheckArray(JsonFields fields, Scenario scenario, FixedTargets targets)
    {
        if (scenario.Array.Antennas() is int own && own != scenario.Antennas)
            throw fields.Mistake("antennas", $"{scenario.Antennas}", $"{own}, the antennas of the array {scenario.Array.Describe().Name}");
        if (scenario.AntennaArray().SeesElevation) return;
        const string Allowed = "none for an array whose antennas all stand at one height";
        if (fields.Has(Elevations)) throw fields.Mistake(Elevations, $"{scenario.ElevationPoints}", Allowed);
        if (targets.HasElevations()) throw fields.Mistake("targets_deg", "a list with elevations", Allowed);
    }

    /// <summary>pattern_levels and pattern_weights, a number for each direction of the grid; null where neither is given.</summary>
    private static ListedPattern? Pattern(JsonFields fields, int points)
    {
        if (!fields.Has(Levels) && !fields.Has(Weights)) return null;
        var levels = new ValueList(fields.Numbers(Levels, static value => value >= 0, $"{points} numbers >= 0"));
        ValueList weights = fields.Has(Weights)
            ? new(fields.Numbers(Weights, static value => value >= 0, $"{points} numbers >= 0"))
            : new(Enumerable.Repeat(1.0, points));
        string allowed = $"{points} numbers, one for each grid point";
        if (levels.Count != points) throw fields.Mistake(Levels, $"a list of {levels.Count}", allowed);
        if (weights.Count != points) throw fields.Mistake(Weights, $"a list of {weights.Count}", allowed);
        if (weights.All(static weight => weight == 0)) throw fields.Mistake(Weights, "a list of zeros", "a weight > 0");
        return new ListedPattern(levels, weights);
    }

    /// <summary>{"crb": {"target_deg": 20}}; null for the beampattern.</summary>
    private static SensingCriterion? Criterion(JsonFields fields)
    {
        if (!fields.Has(Objective)) return null;
        JsonFields objective = fields.Nested(Objective);
        string[] given = [.. SensingCriteria.Names.Where(objective.Has)];
        return given is [string name]
            ? CriterionForm.ReadJson(name, objective.Nested(name))
            : throw fields.Mistake(
                Objective, given.Length == 0 ? "an object of none" : string.Join(" and ", given),
                $"an object of one of {string.Join(", ", SensingCriteria.Names)}");
    }

    /// <summary>A number, or a list of one for each user.</summary>
    private static double[] OfUsers(JsonFields fields, string field, int users, Predicate<double> rule, string allowed)
    {
        if (!fields.IsList(field)) return [fields.Number(field, rule, $"{allowed}, or a list of {users}, one for each user")];
        double[] values = fields.Numbers(field, rule, $"{allowed} for each of {users} users");
        return values.Length == users ? values : throw fields.Mistake(
            field, $"a list of {values.Length}", $"{allowed}, or a list of {users}, one for each user");
    }

    /// <summary>
    /// R_mm = P0 / M of power_constraint per-antenna, or the list antenna_power, whose sum is the power; null for the total alone.
    /// </summary>
    private static double[]? AntennaPowers(JsonFields fields, int antennas, double power)
    {
        string constraint = fields.Has(PowerConstraint) ? fields.OneOf(PowerConstraint, "total", PerAntenna) : "";
        if (!fields.Has(AntennaPower)) return constraint == PerAntenna ? [.. Enumerable.Repeat(power / antennas, antennas)] : null;
        double[] list = fields.Numbers(AntennaPower, value => value > 0, "numbers > 0");
        string allowed = $"{antennas} numbers > 0 whose sum is the power, {power}";
        if (constraint == "total")
            throw fields.Mistake(AntennaPower, $"a list of {list.Length}", $"none where {PowerConstraint} is 'total'");
        if (list.Length != antennas) throw fields.Mistake(AntennaPower, $"a list of {list.Length}", allowed);
        return Math.Abs(list.Sum() - power) <= 1e-9 * power
            ? list
            : throw fields.Mistake(AntennaPower, $"a list of sum {list.Sum()}", allowed);
    }

    private static Design RawDesign(JsonFields fields, int antennas, int users) => new(
        RealImag(fields, "raw_c_real_imag", antennas, users, "M x L"),
        RealImag(fields, "raw_s_real_imag", antennas, antennas, "M x M"));

    /// <summary>[Re, Im], each a list of rows.</summary>
    private static ComplexMatrix RealImag(JsonFields fields, string field, int rows, int columns, string shape)
    {
        string allowed = $"[Re, Im], each {shape} = {rows} x {columns} finite numbers, row by row";
        JsonElement parts = fields.Raw(field, JsonValueKind.Array, allowed);
        if (parts.GetArrayLength() != 2) throw fields.Mistake(field, $"a list of {parts.GetArrayLength()}", allowed);
        double[] real = Part(0), imaginary = Part(1);
        return new ComplexMatrix(rows, columns, [.. real.Zip(imaginary, (re, im) => new Complex(re, im))]);

        double[] Part(int part)
        {
            var values = new double[rows * columns];
            JsonElement[] lines = Items(parts[part], rows, $"{field}[{part}]");
            for (int i = 0; i < rows; i++)
            {
                JsonElement[] row = Items(lines[i], columns, $"{field}[{part}][{i}]");
                for (int j = 0; j < columns; j++)
                {
                    if (!JsonFields.TryFinite(row[j], out values[i * columns + j]))
                        throw fields.Mistake($"{field}[{part}][{i}][{j}]", row[j], "a finite number");
                }
            }

            return values;
        }

        JsonElement[] Items(JsonElement list, int count, string place)
        {
            if (list.ValueKind != JsonValueKind.Array) throw fields.Mistake(place, list, allowed);
            return list.GetArrayLength() == count
                ? [.. list.EnumerateArray()]
                : throw fields.Mistake(place, $"a list of {list.GetArrayLength()}", allowed);
        }
    }
}
