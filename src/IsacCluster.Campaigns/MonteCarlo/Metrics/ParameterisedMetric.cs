namespace IsacCluster.Campaigns.MonteCarlo.Metrics;

/// <summary>A metric that is computed with numbers of its own, given as {NAME: {PARAMETER: VALUE}}. Immutable.</summary>
public abstract class ParameterisedMetric : DesignMetric
{
    private Dictionary<string, double> _given = [];

    /// <summary>Its name, or a mapping of it to all parameters where one is not at its default: what an identity holds.</summary>
    public override object Canonical => _given.Count == 0 ? Name : new Dictionary<string, object?>
    {
        [Name] = Parameters.ToDictionary(parameter => parameter.Name, parameter => (object?)Of(parameter.Name)),
    };

    /// <summary>The same metric with other numbers.</summary>
    public override DesignMetric With(IReadOnlyDictionary<string, double> values)
    {
        var copy = (ParameterisedMetric)MemberwiseClone();
        copy._given = Parameters.Where(parameter => values.TryGetValue(parameter.Name, out double value) && value != parameter.Default)
            .ToDictionary(parameter => parameter.Name, parameter => values[parameter.Name]);
        return copy;
    }

    /// <summary>The value of a parameter.</summary>
    protected double Of(string name) =>
        _given.TryGetValue(name, out double value) ? value : Parameters.Single(parameter => parameter.Name == name).Default;
}
