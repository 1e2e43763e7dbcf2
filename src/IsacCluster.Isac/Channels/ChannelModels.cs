using System.Collections.Immutable;

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
        foreach (string name in (IEnumerable<string>)[model.Name, .. model.Parameters.Select(parameter => parameter.Name)])
        {
            if (!IsName(name))
                throw new ArgumentException($"'{name}' is not a name: a-z, 0-9, '_' and '-', beginning with a letter.", nameof(model));
        }

        // Units stand in the ids of swept points.
        if (model.Parameters.FirstOrDefault(parameter => !parameter.Unit.All(char.IsAsciiLetterOrDigit)) is { } odd)
            throw new ArgumentException($"The unit '{odd.Unit}' of '{odd.Name}' is not made of letters and digits.", nameof(model));

        // A file holds the model's name beside its parameters, as the field "model".
        if (model.Parameters.Select(parameter => parameter.Name).Append("model").GroupBy(name => name).Any(group => group.Count() > 1))
            throw new ArgumentException($"The parameters of '{model.Name}' need distinct names other than 'model'.", nameof(model));
        return new ChannelModels([.. All, model]);
    }

    /// <summary>The model of a name in <see cref="Names"/>.</summary>
    public ChannelDescription Named(string name) => All.First(model => model.Name == name);

    private static bool IsName(string name) =>
        name.Length > 0 && char.IsAsciiLetterLower(name[0])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-');
}
