using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo.Metrics;

/// <summary>
/// A figure of merit of one design on one sample, a scalar, that a campaign averages beside the beampattern error. To add one: a
/// class in a file of its own, and one line, in <see cref="DesignMetrics"/> or a call of <see cref="DesignMetrics.Register"/>.
/// One object serves all threads.
/// </summary>
public abstract class DesignMetric
{
    /// <summary>As in specifications and results: at most 40 of a-z, 0-9 and _, beginning with a letter; a unit as suffix.</summary>
    public abstract string Name { get; }

    /// <summary>In words, for headings and axes: Sum rate.</summary>
    public abstract string Title { get; }

    /// <summary>As in the literature: R_sum.</summary>
    public abstract string Symbol { get; }

    /// <summary>Empty for a pure number.</summary>
    public abstract string Unit { get; }

    /// <summary>Its equation in one line.</summary>
    public abstract string Meaning { get; }

    /// <summary>The numbers that it is computed with; default none.</summary>
    public virtual IReadOnlyList<MetricParameter> Parameters => [];

    /// <summary>What an identity holds: its name, with its parameters where they are not at their defaults.</summary>
    public virtual object Canonical => Name;

    /// <summary>The same metric with other values of its <see cref="Parameters"/>.</summary>
    public virtual DesignMetric With(IReadOnlyDictionary<string, double> values) => this;

    /// <summary>The value: a pure function, the same bits for the same arguments, whoever else calls it.</summary>
    /// <param name="sample">The channel, its limits and the evaluation grid.</param>
    /// <param name="design">That the algorithm returned; it need not meet the thresholds.</param>
    /// <param name="sinr">SINR_l of the design, linear, length L.</param>
    /// <returns>NaN or infinite where the metric is not defined: such a sample is counted as such and enters no mean.</returns>
    public abstract double Evaluate(Sample sample, Design design, IReadOnlyList<double> sinr);
}
