using System.Collections.Immutable;
using IsacCluster.Isac.Catalogues;

namespace IsacCluster.Isac.Arrays;

/// <summary>Array geometries by the names that specifications use. Immutable and thread-safe.</summary>
public sealed class ArrayGeometries
{
    /// <summary>Those that come with IsacCluster; one line registers a geometry.</summary>
    public static readonly ArrayGeometries BuiltIn = new([LinearGeometry.Description, PlanarGeometry.Description]);

    private static ArrayGeometries _registered = BuiltIn;

    private ArrayGeometries(ImmutableArray<ArrayDescription> all) => (All, Names) = (all, [.. all.Select(geometry => geometry.Name)]);

    /// <summary>What this process reads: the built-in geometries and those that extensions registered.</summary>
    public static ArrayGeometries Registered => Volatile.Read(ref _registered);

    public IReadOnlyList<ArrayDescription> All { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>
    /// Makes a geometry of an extension known to this process; called once, before specifications are read, in every process of a cluster.
    /// The same description again changes nothing.
    /// </summary>
    /// <exception cref="ArgumentException">As <see cref="With"/>.</exception>
    public static void Register(ArrayDescription geometry) =>
        ImmutableInterlocked.Update(ref _registered, geometries => geometries.With(geometry));

    /// <summary>These and another geometry.</summary>
    /// <exception cref="ArgumentException">Its name is taken or not one, or its parameters' names are not allowed.</exception>
    public ArrayGeometries With(ArrayDescription geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        if (All.Any(known => ReferenceEquals(known, geometry))) return this;
        if (Names.Contains(geometry.Name))
            throw new ArgumentException($"There is an array geometry '{geometry.Name}' already.", nameof(geometry));
        string[] names = [.. geometry.Parameters.Select(parameter => parameter.Name)];
        CatalogueNames.Check(names.Prepend(geometry.Name), nameof(geometry));
        CatalogueNames.CheckDistinct(geometry.Name, names, "geometry", nameof(geometry));
        return new ArrayGeometries([.. All, geometry]);
    }

    /// <summary>The geometry of a name in <see cref="Names"/>.</summary>
    public ArrayDescription Named(string name) => All.First(geometry => geometry.Name == name);
}
