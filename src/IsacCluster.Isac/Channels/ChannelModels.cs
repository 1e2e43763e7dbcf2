using System.Collections.Immutable;
using IsacCluster.Isac.Catalogues;

namespace IsacCluster.Isac.Channels;

/// <summary>Channel models by the names that specifications use. Immutable and thread-safe.</summary>
public sealed class ChannelModels
{
    /// <summary>Those that come with IsacCluster; one line registers a model.</summary>
    public static readonly ChannelModels BuiltIn = new(
    [
        RayleighChannel.Description,
        IidChannel.Description,
        RicianChannel.Description,
        GeometricChannel.Description,
        ClusterChannel.Description,
        BlockageChannel.Description,
        CdlAChannel.Description,
        CdlBChannel.Description,
        CdlCChannel.Description,
        CdlDChannel.Description,
        CdlEChannel.Description,
    ]);

    private static ChannelModels _registered = BuiltIn;

    private ChannelModels(ImmutableArray<ChannelDescription> all) => (All, Names) = (all, [.. all.Select(model => model.Name)]);

    /// <summary>What this process reads: the built-in models and those that extensions registered.</summary>
    public static ChannelModels Registered => Volatile.Read(ref _registered);

    public IReadOnlyList<ChannelDescription> All { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>
    /// Makes a model of an extension known to this process; called once, before specifications are read, in every process of a cluster.
    /// The same description again changes nothing.
    /// </summary>
    /// <exception cref="ArgumentException">As <see cref="With"/>.</exception>
    public static void Register(ChannelDescription model) => ImmutableInterlocked.Update(ref _registered, models => models.With(model));

    /// <summary>These and another model.</summary>
    /// <exception cref="ArgumentException">Its name is taken or not one, or its parameters' names or units are not allowed.</exception>
    public ChannelModels With(ChannelDescription model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (All.Any(known => ReferenceEquals(known, model))) return this;
        if (Names.Contains(model.Name)) throw new ArgumentException($"There is a channel model '{model.Name}' already.", nameof(model));
        string[] names = [.. model.Parameters.Select(parameter => parameter.Name)];
        CatalogueNames.Check(names.Prepend(model.Name), nameof(model));

        // Units stand in the ids of swept points.
        if (model.Parameters.FirstOrDefault(parameter => !parameter.Unit.All(char.IsAsciiLetterOrDigit)) is { } odd)
            throw new ArgumentException($"The unit '{odd.Unit}' of '{odd.Name}' is not made of letters and digits.", nameof(model));

        CatalogueNames.CheckDistinct(model.Name, names, "model", nameof(model));
        return new ChannelModels([.. All, model]);
    }

    /// <summary>The model of a name in <see cref="Names"/>.</summary>
    public ChannelDescription Named(string name) => All.First(model => model.Name == name);
}
