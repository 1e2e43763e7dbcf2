using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Jobs;
using IsacCluster.Search.Space;
using IsacCluster.Search.Synthetic;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Yaml;
using static IsacCluster.Campaigns.Studies.Specification.ObjectiveFields;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>Reads the objective of a study: exactly one of synthetic, training, command and external, with its fields.</summary>
internal static class ObjectiveReader
{
    private const int MostArguments = 1000;
    private const string Kinds = $"{Synthetic}, {TrainingField}, {Command}, {External}";

    public static ObjectiveSpecification Read(SpecificationSource source, FieldMapping root, string name, ulong seed)
    {
        Field field = root.Required("objective", $"a mapping of one of {Kinds}");
        FieldMapping mapping = FieldMapping.Of(field, Names);
        string[] kinds = [.. mapping.Given.Keys.Where(key => key is Synthetic or TrainingField or Command or External)];
        if (kinds.Length != 1) throw field.NotAllowed($"exactly one of {Kinds}");
        Only(mapping, kinds[0], kinds[0] switch
        {
            Synthetic => [Dimensions, Instance, Steps],
            TrainingField => [Metric, Metrics, Campaign, Projection],
            External => [Metric, Metrics],
            _ => [Metric, Metrics, TimeLimit],
        });
        return kinds[0] switch
        {
            Synthetic => ReadSynthetic(mapping, seed),
            TrainingField => ReadTraining(source, mapping, name),
            External => ReadExternal(mapping),
            _ => ReadCommand(source, mapping),
        };
    }

    /// <summary>Checks the parameters of a training's space one at a time, each at the ends of its range.</summary>
    public static ObjectiveSpecification Fit(ObjectiveSpecification objective, FieldMapping root, ParameterSpace space)
    {
        if (objective is not TrainingObjectiveSpecification training) return objective;
        if (training.Campaign is not null && !training.Columns.Any(CampaignMetrics.IsOne))
            throw FieldMapping.Of(root.Given["objective"], Names).Given[Campaign]
                .NotAllowed($"a metric of it too: {string.Join(", ", CampaignMetrics.Names)}");
        var fields = (MappingNode)root.Optional("space")!.Node;
        var set = new HashSet<string>(StringComparer.Ordinal);
        foreach (MappingEntry entry in fields.Entries)
        {
            var key = new Field(entry.Key, $"space.{entry.Key.Text}");
            if (!set.Add(TrainingTemplate.PathOf(key, entry.Key.Text))) throw key.Error("another parameter sets the same field.");
        }

        TrainingTemplate template = training.Template.WithYardstick(space);
        foreach (Parameter parameter in space.Parameters)
        {
            SpecNode at = fields.Entries.First(entry => entry.Key.Text == parameter.Name).Value;
            var field = new Field(at, $"space.{parameter.Name}");
            foreach (double raw in Extremes(parameter))
                Check(template, field, [.. Conditions(space, parameter), new(parameter.Name, parameter.Format(raw))]);
        }

        return new TrainingObjectiveSpecification(template)
        {
            Formulas = training.Formulas,
            Constraints = training.Constraints,
            Campaign = training.Campaign,
        };
    }

    private static IEnumerable<double> Extremes(Parameter parameter) => parameter is CategoricalParameter category
        ? Enumerable.Range(0, category.Categories.Count).Select(index => (double)index)
        : [parameter.FromUnit(0), parameter.FromUnit(1)];

    /// <summary>Values under which a parameter is active.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Conditions(ParameterSpace space, Parameter parameter)
    {
        if (parameter.When is not { } when) return [];
        Parameter owner = space.Parameters[space.IndexOf(when.Parameter)];
        return [.. Conditions(space, owner), new(owner.Name, owner.Format(owner.Parse(when.Values[0])))];
    }

    private static void Check(TrainingTemplate template, Field at, KeyValuePair<string, string>[] parameters)
    {
        try
        {
            template.Read(parameters);
        }
        catch (SpecificationException mistake)
        {
            int expected = mistake.Message.IndexOf("expected ", StringComparison.Ordinal);
            throw at.Error(
                $"{OneLine.Quote(parameters[^1].Value)} is not allowed; {(expected < 0 ? mistake.Message : mistake.Message[expected..])}");
        }
    }

    private static SyntheticSpecification ReadSynthetic(FieldMapping mapping, ulong seed)
    {
        Field field = mapping.Required(Synthetic, string.Join(", ", Functions));
        string name = field.Choice([.. Functions, .. SyntheticCatalog.WithNoisyForm.Select(f => $"noisy-{f}")]);
        string inner = name.StartsWith("noisy-", StringComparison.Ordinal) ? name["noisy-".Length..] : name;
        SyntheticFamily? family = SyntheticCatalog.Families.FirstOrDefault(family => family.Name == inner);
        if (family is null && mapping.Optional(Dimensions) is Field d)
            throw d.NotAllowed($"no {Dimensions} with {inner}, which has its own");
        if (family is not { HasInstances: true } && mapping.Optional(Instance) is Field i)
            throw i.NotAllowed($"no {Instance} with {inner}, which has one");
        if (inner != "learning-curve" && mapping.Optional(Steps) is Field s) throw s.NotAllowed($"no {Steps} with {inner}, which has one");
        SyntheticObjective function = family is not null ? Member(mapping, family)
            : mapping.Optional(Steps) is Field steps ? new LearningCurve((int)steps.WholeNumber(1, 1_000_000))
            : SyntheticCatalog.Create(inner, seed);
        if (inner != name) function = new Noisy(function, SyntheticCatalog.NoiseDeviation, seed);
        return new SyntheticSpecification(function)
        {
            Formulas = [.. function.Measured.Take(function.Objectives).Select(Formula.OfName)],
        };
    }

    private static SyntheticObjective Member(FieldMapping mapping, SyntheticFamily family) => family.Create(
        (int?)mapping.Optional(Dimensions)?.WholeNumber(family.Least, SyntheticFamily.MostDimensions) ?? family.Preset,
        (int?)mapping.Optional(Instance)?.WholeNumber(1, SyntheticFamily.MostInstance) ?? 1);

    private static TrainingObjectiveSpecification ReadTraining(SpecificationSource source, FieldMapping mapping, string name)
    {
        Field field = mapping.Required(TrainingField, "a file or a training specification");
        SpecificationSource training = field.Node is MappingNode
            ? source with { Root = field with { Path = "" } }
            : Load(source, field, TrainingSpecification.KindName);
        ValidationCampaign? campaign = ReadCampaign(source, mapping);
        Formula[] metrics = ReadMetrics(
            mapping, [.. TrainingMetrics.Names, .. campaign is null ? [] : CampaignMetrics.Names], "validation_loss");
        return new TrainingObjectiveSpecification(TrainingTemplate.Read(training, name)) { Formulas = metrics, Campaign = campaign };
    }

    /// <summary>A campaign whose algorithms are baselines; a trial's network is evaluated beside them.</summary>
    private static ValidationCampaign? ReadCampaign(SpecificationSource source, FieldMapping mapping)
    {
        Field? projection = mapping.Optional(Projection);
        if (mapping.Optional(Campaign) is not Field field)
            return projection is Field alone ? throw alone.NotAllowed($"no {Projection} without {Campaign}") : null;
        SpecificationSource campaign = field.Node is MappingNode
            ? source with { Root = field with { Path = "" } }
            : Load(source, field, CampaignSpecification.KindName);
        CampaignSpecification read = CampaignReader.Read(
            campaign with { Algorithms = [.. source.Algorithms.OfType<BaselineEntry>()] });
        if (read.Stop is not null) throw field.NotAllowed("a campaign without stop, so that all trials see the same samples");
        return new ValidationCampaign(read, projection?.Flag() ?? true);
    }

    private static SpecificationSource Load(SpecificationSource source, Field field, string kind)
    {
        string path = Beside(source, field.Text($"the path of a {kind} specification"));
        try
        {
            var root = new Field(SpecDocument.Load(SourceText.Read(path), path), "");
            return KindField.Is(root, kind)
                ? source with { Root = root, Path = path }
                : throw new SpecificationException($"{path}: this is not a {kind}.");
        }
        catch (SpecificationException mistake)
        {
            throw field.Error($"{field.Node.Describe()} is not allowed; expected the path of a {kind} specification: {mistake.Message}");
        }
    }

    private static CommandSpecification ReadCommand(SpecificationSource source, FieldMapping mapping)
    {
        const string expected = "a list of a program and its arguments";
        string[] written = [.. mapping.Required(Command, expected).Items(expected, MostArguments).Select(item => item.Text("a text"))];
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var command = new List<string>();
        foreach (string argument in written)
        {
            string beside = Beside(source, argument);
            bool file = File.Exists(beside);
            // Pipes and devices have no length, and reading them may never end.
            if (file) digests[argument] = ScriptIdentity.Digest(beside, new FileInfo(beside).Length > 0 ? File.ReadAllBytes(beside) : []);
            command.Add(file ? beside : argument);
        }

        double? timeout = mapping.Optional(TimeLimit)?.Number(NumberRange.LeftOpen(0, 1e6));
        return new CommandSpecification(command, digests, timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null)
        {
            Written = written,
            Formulas = ReadMetrics(mapping, null, "value"),
        };
    }

    private static ExternalSpecification ReadExternal(FieldMapping mapping)
    {
        FieldMapping external = FieldMapping.Of(mapping.Given[External], [LeaseTime]);
        double lease = external.Optional(LeaseTime)?.Number(NumberRange.Closed(LeastLease, MostLease)) ?? UsualLease;
        return new ExternalSpecification(TimeSpan.FromSeconds(lease)) { Formulas = ReadMetrics(mapping, null, "value") };
    }

    /// <param name="allowed">Null: any name.</param>
    private static Formula[] ReadMetrics(FieldMapping mapping, IReadOnlyCollection<string>? allowed, string preset)
    {
        if (mapping.Optional(Metrics) is not Field list)
            return [mapping.Optional(Metric) is Field one ? MetricFormula.Read(one, allowed) : Formula.OfName(preset)];
        if (mapping.Optional(Metric) is Field both) throw both.NotAllowed($"only one of {Metric} and {Metrics}");
        var read = new List<Formula>();
        string of = allowed is null ? "a field of the last JSON line" : $"one of {string.Join(", ", allowed)}";
        foreach (Field item in list.Items($"a list of metrics, each {of} or an expression", MostMetrics))
        {
            Formula formula = MetricFormula.Read(item, allowed);
            if (read.Any(other => other.Text == formula.Text)) throw item.NotAllowed("distinct metrics; this one is listed already");
            read.Add(formula);
        }

        return [.. read];
    }

    private static void Only(FieldMapping mapping, string kind, string[] allowed)
    {
        foreach ((string name, Field field) in mapping.Given)
        {
            if (name != kind && !allowed.Contains(name))
                throw field.NotAllowed(
                    $"no {name} with {kind}, which takes {(allowed.Length == 0 ? "nothing else" : string.Join(", ", allowed))}");
        }
    }

    private static string Beside(SpecificationSource source, string path) =>
        Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(source.Path))!);
}
