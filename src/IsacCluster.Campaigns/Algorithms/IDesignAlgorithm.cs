using IsacCluster.Campaigns.Programs;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// An algorithm of a campaign: maps samples of one point to designs. Pure: a sample's design is the same bits whatever else is in
/// the batch. Owns work space, so one object serves one thread.
/// </summary>
public interface IDesignAlgorithm
{
    /// <summary>The label in results: the name in the specification unless that gives another.</summary>
    string Name { get; }

    /// <summary>Samples that it takes best together; more or fewer are given, too. Default: 1.</summary>
    int Batch => 1;

    /// <summary>What follows belongs to another task: nothing that went wrong before counts any more. Default: nothing to do.</summary>
    void BeginTask() { }

    /// <summary>The outcomes of the samples, in their order.</summary>
    /// <param name="samples">All of one M, L and K.</param>
    /// <param name="clock">Every stage of the work is measured on it; none is running.</param>
    /// <exception cref="OperationCanceledException">The user cancelled or the host is stopping.</exception>
    IReadOnlyList<DesignOutcome> Run(IReadOnlyList<Sample> samples, StageClock clock, CancellationToken cancellation);
}

/// <summary>What an algorithm returned for a sample.</summary>
/// <param name="Design">Null unless the status is optimal.</param>
/// <param name="Seconds">Time of this sample alone; of work that a batch shares, an equal part.</param>
/// <param name="Projected">Whether the projection was needed, successful or not; null where the algorithm has none.</param>
/// <param name="Parts">What the seconds are made of; null where the algorithm has one part only.</param>
public sealed record DesignOutcome(SolveStatus Status, Design? Design, double Seconds, bool? Projected = null, PartTimes? Parts = null)
{
    /// <summary>Why there is no design, one line for people with the numbers, a pure function of the sample; else null.</summary>
    public string? Why { get; init; }

    /// <summary>No design, for no reason of the channel.</summary>
    public static DesignOutcome Failed(string why, double seconds) => new(SolveStatus.NumericalFailure, null, seconds) { Why = why };

    /// <summary>The design in one place of a batch's answer, where it passes the audit.</summary>
    internal static DesignOutcome Of(DesignAnswer answer, int place, IsacInstance instance, double seconds)
    {
        (Design? design, string? refusal) = answer.At(place, instance);
        return design is null ? Failed(refusal!, seconds) : new DesignOutcome(SolveStatus.Heuristic, design, seconds);
    }
}

/// <summary>Seconds of the parts of a learned algorithm on one sample.</summary>
/// <param name="Inference">Of the batch, divided by its size.</param>
/// <param name="Feasibility">Of the test of the network's design; null without one.</param>
/// <param name="Projection">Null where nothing was projected.</param>
public sealed record PartTimes(double Inference, double? Feasibility = null, double? Projection = null)
{
    public double Total => Inference + (Feasibility ?? 0) + (Projection ?? 0);
}
