using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Patterns;
using IsacCluster.Specifications.Samples;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>Reads the scenario mapping; what is not given keeps the default of <see cref="Scenario"/>.</summary>
public static class ScenarioReader
{
    /// <param name="field">Null: all defaults.</param>
    /// <param name="known">Null: <see cref="ScenarioFields.Registered"/>.</param>
    /// <param name="mayLackFiles">Whether files of samples may be missing; else that is an error.</param>
    public static ScenarioSource Read(Field? field, ScenarioFields? known = null, bool mayLackFiles = false)
    {
        var scenario = new Scenario();
        if (field is null) return new ScenarioSource(scenario, new Dictionary<string, Field>());
        known ??= ScenarioFields.Registered;
        FieldMapping mapping = FieldMapping.Of(field, known.Table.Names);
        RefuseAlternatives(mapping, known);
        foreach ((string name, Field value) in mapping.Given) scenario = known.Find(name)!.Read(value).Apply(scenario);
        ScenarioSource source = new ScenarioSource(scenario, mapping.Given).WithSizesOfFile();
        if (mayLackFiles) return source;
        foreach ((string name, Field value) in mapping.Given) SampleFiles.Require(value, SampleFiles.Of(scenario, name));
        return source;
    }

    /// <summary>Such as targets_deg and targets, which set the same thing.</summary>
    public static void RefuseAlternatives(FieldMapping mapping, ScenarioFields known)
    {
        foreach (ScenarioField field in known.All)
        {
            if (field.InsteadOf is not null && mapping.Optional(field.InsteadOf) is not null && mapping.Optional(field.Name) is Field given)
                throw given.NotAllowed($"only one of {field.InsteadOf} and {field.Name}");
        }
    }
}

/// <summary>A scenario and where the file gives its fields.</summary>
public sealed record ScenarioSource(Scenario Scenario, IReadOnlyDictionary<string, Field> Given)
{
    /// <summary>Directions of a grid times what the pattern sees of a covariance: 400 MB of steering.</summary>
    private const int MostEntries = 50_000_000;

    /// <summary>With the channels of a file, which another field than the scenario's names.</summary>
    /// <param name="field">That field.</param>
    /// <param name="file">The value of its mapping's file.</param>
    /// <exception cref="SpecificationException">The scenario has a channel of its own, or the file does not exist or fit.</exception>
    public ScenarioSource WithChannels(Field field, Field file)
    {
        if (Given.ContainsKey(ScenarioFields.Channel)) throw field.NotAllowed($"no scenario.{ScenarioFields.Channel} with it");
        Scenario scenario = Scenario with { Channel = ChannelKind.ReadFile(file) };
        SampleFiles.Require(file, SampleFiles.Of(scenario, ScenarioFields.Channel));
        var given = new Dictionary<string, Field>(Given) { [ScenarioFields.Channel] = file };
        return new ScenarioSource(scenario, given).WithSizesOfFile();
    }

    /// <summary>Users and antennas that are not given are those of a file of channels.</summary>
    internal ScenarioSource WithSizesOfFile() => Scenario.Channel is not FileChannel file ? this : this with
    {
        Scenario = Scenario with
        {
            Users = Given.ContainsKey(ScenarioFields.Users) ? Scenario.Users : file.Users() ?? Scenario.Users,
            Antennas = Given.ContainsKey(ScenarioFields.Antennas)
                ? Scenario.Antennas
                : Scenario.Array.Antennas() ?? file.Antennas() ?? Scenario.Antennas,
        },
    };

    /// <summary>Checks what depends on several fields at one point of the sweep, and names the field to change.</summary>
    /// <param name="point">The scenario of the point.</param>
    /// <param name="swept">The swept values of the point by field; they come before the scenario's own fields.</param>
    public void CheckTogether(Scenario point, IReadOnlyDictionary<string, Field> swept)
    {
        CheckFile(point, swept.GetValueOrDefault(ScenarioFields.Channel) ?? Given.GetValueOrDefault(ScenarioFields.Channel));
        CheckCount(ScenarioFields.Noise, point.UserNoise?.Count, point.Users, "one for each user", swept);
        CheckCount(ScenarioFields.SinrDb, point.UserSinrDb?.Count, point.Users, "one for each user", swept);
        if (point is { HasClosedGrid: true, GridPoints: 1 } or { HasClosedGrid: true, EvaluationGridPoints: 1 })
        {
            Field field = swept.GetValueOrDefault(GridField.Declaration.Name) ?? Given[GridField.Declaration.Name];
            throw field.NotAllowed("half-open for a grid of one point");
        }

        if (point.AntennaPowers is { Count: > 1 } powers)
            CheckCount(ScenarioFields.Power, powers.Count, point.Antennas, "one for each antenna", swept);
        CheckArray(point, swept);
        CheckPattern(point, swept);
        if (point.Users <= point.Antennas) return;
        // Users and antennas cannot both be absent: the defaults fit. What is swept is blamed first.
        Field? users = swept.GetValueOrDefault(ScenarioFields.Users);
        Field? antennas = swept.GetValueOrDefault(ScenarioFields.Antennas);
        if (users is null && antennas is null)
            (users, antennas) = (Given.GetValueOrDefault(ScenarioFields.Users), Given.GetValueOrDefault(ScenarioFields.Antennas));
        throw users?.NotAllowed($"at most as many users as antennas, {point.Antennas}")
            ?? antennas!.NotAllowed($"at least as many antennas as users, {point.Users}");
    }

    /// <summary>What depends on where the antennas stand.</summary>
    private void CheckArray(Scenario point, IReadOnlyDictionary<string, Field> swept)
    {
        Field? antennas = swept.GetValueOrDefault(ScenarioFields.Antennas) ?? Given.GetValueOrDefault(ScenarioFields.Antennas);
        if (point.Array.Antennas() is int own && antennas is not null && antennas.WholeNumber(1, ScenarioFields.MostAntennas) != own)
            throw antennas.NotAllowed($"{own}, the antennas of the array {point.Array.Describe().Name}");
        AntennaArray array = point.AntennaArray();
        if (!array.SeesElevation)
        {
            const string Expected = "none for an array whose antennas all stand at one height";
            if (Given.ContainsKey(ScenarioFields.ElevationPoints) || swept.ContainsKey(ScenarioFields.ElevationPoints))
                throw Of(ScenarioFields.ElevationPoints).NotAllowed(Expected);
            if (point.Targets.HasElevations())
            {
                Field targets = swept.GetValueOrDefault(ScenarioFields.FixedTargets)
                    ?? swept.GetValueOrDefault(ScenarioFields.RandomTargets)
                    ?? Given.GetValueOrDefault(ScenarioFields.FixedTargets) ?? Given[ScenarioFields.RandomTargets];
                throw targets.Error($"elevations are not allowed; expected {Expected}.");
            }
        }
        else if (point is { HasClosedGrid: true, ElevationPoints: 1 })
        {
            throw Of(GridField.Declaration.Name).NotAllowed("half-open for a grid of one elevation");
        }

        long azimuths = Math.Max(point.GridPoints, point.EvaluationGridPoints ?? 0);
        long directions = azimuths * (array.SeesElevation ? point.ElevationPoints : 1);
        if (!array.IsLinear && directions * array.Lags.Count > MostEntries)
        {
            throw Of(ScenarioFields.Array).Error(
                $"a grid of {directions} directions is not allowed; expected at most {MostEntries / array.Lags.Count} for this array.");
        }

        if (point.Criterion?.Mismatch(array) is { } mismatch) throw Of(ObjectiveField.Declaration.Name).NotAllowed($"{mismatch}");

        Field Of(string name) => swept.GetValueOrDefault(name) ?? Given[name];
    }

    /// <summary>A pattern fits array and targets, and some direction of the grids has a weight.</summary>
    private void CheckPattern(Scenario point, IReadOnlyDictionary<string, Field> swept)
    {
        if (point.Pattern is not { } pattern || pattern is MissingPattern) return;
        string name = PatternField.Declaration.Name;
        Field field = swept.GetValueOrDefault(name) ?? Given[name];
        if (pattern.Mismatch(point.Antennas, point.Targets.CountPerSample()) is { } mismatch)
            throw field.Error($"{mismatch} is not allowed.");
        if (point.Targets is FixedTargets && !point.HasWeights())
            throw field.Error("no direction of the grid has a weight; expected a weight > 0 at one of them.");
    }

    /// <summary>A list has one number for each user or antenna.</summary>
    private void CheckCount(string name, int? count, int expected, string ofWhat, IReadOnlyDictionary<string, Field> swept)
    {
        if (count is null || count == expected) return;
        Field field = swept.GetValueOrDefault(name) ?? Given[name];
        throw field.Error($"a list of {count} is not allowed; expected a number or a list of {expected}, {ofWhat}.");
    }

    /// <param name="channel">Where the channel is given.</param>
    private static void CheckFile(Scenario point, Field? channel)
    {
        if (point.Channel is not FileChannel file || file.Users() is not { } users || file.Antennas() is not { } antennas) return;
        string holds = $"the file holds channels of {users} users x {antennas} antennas";
        if (users > ScenarioFields.MostAntennas || antennas is < 2 or > ScenarioFields.MostAntennas || users > antennas)
        {
            throw channel!.Error(
                $"{holds}; expected 2 to {ScenarioFields.MostAntennas} antennas and at most as many users: the shape is (samples, users, "
                + "antennas).");
        }

        if ((users, antennas) != (point.Users, point.Antennas))
            throw channel!.Error($"{holds}; expected {point.Users} x {point.Antennas}, as the scenario says.");
    }
}
