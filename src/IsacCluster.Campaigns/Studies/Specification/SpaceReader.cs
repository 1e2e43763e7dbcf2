using IsacCluster.Jobs;
using IsacCluster.Search.Space;
using IsacCluster.Specifications.Yaml;
using static IsacCluster.Campaigns.Studies.Specification.ParameterFields;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>
/// Reads the space of a study: NAME: {float: [low, high], log, step}, {int: [low, high], log, step} or {choice: [...]}, each with a
/// condition {when: {OTHER: value or list of values}}. A parameter may stand before the one it depends on.
/// </summary>
internal static class SpaceReader
{
    private const int MostParameters = 200, MostChoices = 1000;

    /// <param name="own">Parameters that the objective brings, which come first.</param>
    /// <param name="metrics">What the objective measures; null: whatever is named.</param>
    /// <param name="outcomes">The constraints on what it measures.</param>
    public static ParameterSpace Read(
        FieldMapping root, IReadOnlyList<Parameter> own, IReadOnlyList<string>? metrics, out IReadOnlyList<Constraint> outcomes)
    {
        Field? field = root.Optional("space");
        if (field is null && own.Count == 0) root.Required("space", "a mapping of parameters");
        IReadOnlyList<(Field At, Parameter Parameter)> read = field is null ? [] : Parameters(field);
        foreach ((Field at, Parameter parameter) in read)
        {
            if (own.Any(other => other.Name == parameter.Name))
                throw at.Error("the objective brings this parameter itself; expected other names.");
        }

        Field? constraints = root.Optional("constraints");
        List<Parameter> parameters = [.. own, .. Ordered(read, own)];
        (List<Constraint> ofSpace, outcomes) =
            ConstraintReader.Read(constraints, [.. parameters.Select(parameter => parameter.Name)], metrics);
        try
        {
            return new ParameterSpace(parameters, ofSpace);
        }
        catch (SearchSpaceException mistake) when (constraints is not null && mistake.Parameter == "constraint")
        {
            throw Error(constraints, mistake);
        }
    }

    /// <summary>A mistake that the search library found, at a place of the file.</summary>
    public static SpecificationException Error(Field at, SearchSpaceException mistake) =>
        at.Error($"{mistake.Value} is not allowed; expected {mistake.Allowed}.");

    private static List<(Field At, Parameter Parameter)> Parameters(Field field)
    {
        if (field.Node is not MappingNode { Entries.Count: > 0 } mapping) throw field.NotAllowed("a mapping of parameters");
        if (mapping.Entries.Count > MostParameters)
            throw field.Error($"{mapping.Entries.Count} parameters are not allowed; expected at most {MostParameters}.");
        return
        [
            .. mapping.Entries.Select(entry =>
            {
                var at = new Field(entry.Value, $"{field.Path}.{entry.Key.Text}");
                return (at, Guarded(new Field(entry.Key, at.Path), at, () => Parameter(entry.Key.Text, at)));
            }),
        ];
    }

    private static Parameter Guarded(Field key, Field at, Func<Parameter> read)
    {
        try
        {
            return read();
        }
        catch (SearchSpaceException mistake)
        {
            throw Error(mistake.Parameter == "space" ? key : at, mistake);
        }
    }

    private static Parameter Parameter(string name, Field field)
    {
        FieldMapping mapping = FieldMapping.Of(field, Names);
        string[] kinds = [.. mapping.Given.Keys.Where(key => key is Float or Whole or Choice)];
        if (kinds.Length != 1) throw field.NotAllowed($"exactly one of {Float}, {Whole}, {Choice}");
        Condition? when = mapping.Optional(When) is Field condition ? ReadCondition(condition) : null;
        Field values = mapping.Given[kinds[0]];
        if (kinds[0] == Choice)
        {
            foreach (string scale in (string[])[Log, Step])
                if (mapping.Optional(scale) is Field given) throw given.NotAllowed($"no {scale} with {Choice}");
            return new CategoricalParameter(
                name, values.Items("a list of choices", MostChoices).Select(item => item.Text("a text or a number")), when);
        }

        bool log = mapping.Optional(Log)?.Flag() ?? false;
        IReadOnlyList<Field> ends = values.Items("[low, high]", 2);
        if (ends.Count != 2) throw values.Error("a list of one is not allowed; expected [low, high].");
        return kinds[0] == Float
            ? new FloatParameter(name, Real(ends[0]), Real(ends[1]), log, mapping.Optional(Step)?.Number(NumberRange.Positive), when)
            : new IntParameter(
                name, Integer(ends[0]), Integer(ends[1]), log, (long?)mapping.Optional(Step)?.WholeNumber(1, 1L << 53) ?? 1, when);
    }

    private static double Real(Field field) => field.Number(new NumberRange("a finite number", double.IsFinite));

    private static long Integer(Field field) => (long)field.WholeNumber(-(1L << 53), 1L << 53);

    private static Condition ReadCondition(Field field)
    {
        if (field.Node is not MappingNode { Entries.Count: 1 } mapping)
            throw field.NotAllowed("a mapping of one parameter to a value or a list of values");
        (ScalarNode key, SpecNode value) = mapping.Entries[0];
        var at = new Field(value, $"{field.Path}.{key.Text}");
        IReadOnlyList<Field> values = value is SequenceNode ? at.Items("a list of values", MostChoices) : [at];
        return new Condition(key.Text, [.. values.Select(item => item.Text("a value of that parameter"))]);
    }

    /// <summary>Parents before those that depend on them, else in file order.</summary>
    private static List<Parameter> Ordered(IReadOnlyList<(Field At, Parameter Parameter)> read, IReadOnlyList<Parameter> own)
    {
        var ordered = new List<Parameter>();
        var waiting = read.ToList();
        while (waiting.Count > 0)
        {
            int next = waiting.FindIndex(entry => entry.Parameter.When is not { } when || Find(when.Parameter) is not null);
            if (next < 0) next = 0; // unknown or circular: the check below says so
            (Field at, Parameter parameter) = waiting[next];
            if (parameter.When is { } condition) CheckCondition(at, condition, Find(condition.Parameter));
            ordered.Add(parameter);
            waiting.RemoveAt(next);
        }

        return ordered;

        Parameter? Find(string name) => own.Concat(ordered).FirstOrDefault(parameter => parameter.Name == name);
    }

    private static void CheckCondition(Field at, Condition condition, Parameter? owner)
    {
        Field when = FieldMapping.Of(at, Names).Optional(When)!;
        if (owner is null)
            throw when.Error($"'{condition.Parameter}' is not allowed; expected another parameter that does not depend on this one.");
        if (owner.Cardinality is null)
            throw when.Error($"'{condition.Parameter}' is not allowed; expected a choice, a whole number or a float with a step.");
        foreach (string value in condition.Values)
        {
            try
            {
                owner.Parse(value);
            }
            catch (SearchSpaceException mistake)
            {
                throw Error(when, mistake);
            }
        }
    }
}
