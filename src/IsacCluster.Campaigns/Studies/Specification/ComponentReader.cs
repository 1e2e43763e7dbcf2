using IsacCluster.Search;
using IsacCluster.Search.Pruning;
using IsacCluster.Search.Sampling;
using IsacCluster.Search.Sampling.CmaEs;
using IsacCluster.Search.Sampling.GaussianProcess;
using IsacCluster.Search.Sampling.Nsga2;
using IsacCluster.Search.Sampling.Tpe;
using IsacCluster.Search.Space;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>Reads sampler and pruner: a name, or a mapping of one name to its options.</summary>
internal static class ComponentReader
{
    private const int Most = 1_000_000;

    /// <param name="steps">Steps of a full evaluation; null where the objective does not tell.</param>
    public static SearchComponent<IPruner> Pruner(Field? field, long? steps, int objectives)
    {
        (string name, FieldMapping? options) = Read(field, "none", ["none", "median", "asha", "hyperband"], PrunerOptions);
        if (field is not null && name != "none" && objectives > 1) throw field.NotAllowed("none with several directions");
        var given = new Given(options);
        Func<IPruner> create = name switch
        {
            "median" => Median(given),
            "asha" => Asha(given),
            "hyperband" => Hyperband(field!, given, steps),
            _ => () => new NoPruner(),
        };
        return Checked(field, new SearchComponent<IPruner>(name, given.Values, create));
    }

    public static SearchComponent<ISampler> Sampler(Field? field, int objectives)
    {
        (string name, FieldMapping? options) = Read(field, objectives > 1 ? "nsga2" : "tpe", SamplerCatalog.Names, SamplerOptions);
        var given = new Given(options);
        Func<ISampler> create = name switch
        {
            "grid" => Grid(given),
            "tpe" => Tpe(given),
            "cma-es" => CmaEs(given),
            "gp" => GaussianProcess(given),
            "nsga2" => Nsga2(given),
            _ => () => SamplerCatalog.Create(name),
        };
        SearchComponent<ISampler> sampler = Checked(field, new SearchComponent<ISampler>(name, given.Values, create));
        return objectives <= sampler.Create().MostObjectives
            ? sampler
            : throw field!.NotAllowed("one of random, grid, sobol, nsga2 with several directions");
    }

    private static string[] PrunerOptions(string name) => name switch
    {
        "median" => ["startup_trials", "warmup_steps"],
        "asha" => ["min_resource", "reduction_factor"],
        "hyperband" => ["min_resource", "max_resource", "reduction_factor"],
        _ => [],
    };

    private static string[] SamplerOptions(string name) => name switch
    {
        "grid" => ["levels"],
        "tpe" =>
        [
            "startup_trials", "candidates", "good_share", "most_good", "most_others", "prior_weight", "category_weight", "bandwidth",
        ],
        "cma-es" => ["sigma", "restarts"],
        "gp" => ["startup_trials"],
        "nsga2" => ["population"],
        _ => [],
    };

    private static Func<IPruner> Median(Given given)
    {
        (int startup, long warmup) = (given.Whole("startup_trials", 1, 5), given.Whole("warmup_steps", 0, 0));
        return () => new MedianPruner(startup, warmup);
    }

    private static Func<IPruner> Asha(Given given)
    {
        (long least, int eta) = (given.Whole("min_resource", 1, 1), given.Whole("reduction_factor", 2, 3));
        return () => new SuccessiveHalvingPruner(least, eta);
    }

    private static Func<IPruner> Hyperband(Field field, Given given, long? steps)
    {
        (long least, int eta) = (given.Whole("min_resource", 1, 1), given.Whole("reduction_factor", 2, 3));
        if (steps is null && !given.Has("max_resource"))
            throw field.NotAllowed("it with max_resource, as the objective does not tell its steps");
        long most = given.Whole("max_resource", 1, (int)Math.Min(Most, steps ?? 1));
        return () => new HyperbandPruner(least, most, eta);
    }

    private static Func<ISampler> Grid(Given given)
    {
        int levels = given.Whole("levels", 2, 5);
        return () => new GridSampler(levels);
    }

    private static Func<ISampler> Tpe(Given given)
    {
        var preset = new TpeOptions();
        var options = new TpeOptions
        {
            StartupTrials = given.Whole("startup_trials", 1, preset.StartupTrials),
            Candidates = given.Whole("candidates", 1, preset.Candidates),
            GoodShare = given.Real("good_share", NumberRange.Open(0, 1), preset.GoodShare),
            MostGood = given.Whole("most_good", 1, preset.MostGood),
            MostOthers = given.Whole("most_others", 16, preset.MostOthers),
            PriorWeight = given.Real("prior_weight", NumberRange.Positive, preset.PriorWeight),
            CategoryWeight = given.Real("category_weight", NumberRange.Positive, preset.CategoryWeight),
            Bandwidth = given.Real("bandwidth", NumberRange.LeftOpen(0, 1), preset.Bandwidth),
        };
        return () => new TpeSampler(options);
    }

    private static Func<ISampler> CmaEs(Given given)
    {
        double sigma = given.Real("sigma", NumberRange.LeftOpen(0, 1), 0.25);
        int restarts = given.Whole("restarts", 0, 9);
        return () => new CmaEsSampler(sigma, restarts);
    }

    private static Func<ISampler> GaussianProcess(Given given)
    {
        int startup = given.Whole("startup_trials", 2, 10);
        return () => new GaussianProcessSampler(startup);
    }

    private static Func<ISampler> Nsga2(Given given)
    {
        int population = given.Whole("population", 4, 40);
        return () => new Nsga2Sampler(population);
    }

    private static (string Name, FieldMapping? Options) Read(
        Field? field, string preset, IReadOnlyCollection<string> names, Func<string, string[]> options)
    {
        if (field is null) return (preset, null);
        if (field.Node is not MappingNode) return (field.Choice(names), null);
        FieldMapping mapping = FieldMapping.Of(field, names);
        if (mapping.Given.Count != 1)
            throw field.NotAllowed($"one of {string.Join(", ", names)}, or a mapping of one of them to its options");
        (string name, Field value) = mapping.Given.First();
        string[] known = options(name);
        if (known.Length == 0) throw value.NotAllowed($"the name {name} alone, which has no options");
        return (name, FieldMapping.Of(value, known));
    }

    /// <summary>Makes one, so that options which do not go together are found now.</summary>
    private static SearchComponent<T> Checked<T>(Field? field, SearchComponent<T> component)
    {
        try
        {
            component.Create();
            return component;
        }
        catch (SearchSpaceException mistake) when (field is not null)
        {
            throw SpaceReader.Error(field, mistake);
        }
    }

    /// <summary>The options of a component, which remembers those that are given.</summary>
    private sealed class Given(FieldMapping? options)
    {
        private readonly SortedDictionary<string, double> _values = new(StringComparer.Ordinal);

        public IReadOnlyDictionary<string, double> Values => _values;

        public bool Has(string name) => options?.Optional(name) is not null;

        public int Whole(string name, int least, int preset) =>
            options?.Optional(name) is Field field ? (int)(_values[name] = (int)field.WholeNumber(least, Most)) : preset;

        public double Real(string name, NumberRange range, double preset) =>
            options?.Optional(name) is Field field ? _values[name] = field.Number(range) : preset;
    }
}
