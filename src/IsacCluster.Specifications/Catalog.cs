using System.Collections.Immutable;

namespace IsacCluster.Specifications;

/// <summary>
/// Things that a specification may name: each is registered with one line, the project's own where the catalogue is made, those of an
/// extension by <see cref="Register"/> before the first specification is read. Thread-safe.
/// </summary>
/// <param name="noun">What an entry is, for messages: algorithm, sampler, job kind.</param>
/// <param name="nameOf">The name of an entry in specifications.</param>
/// <param name="builtIn">The project's own entries, in the order in which messages list them.</param>
public sealed class Catalog<T>(string noun, Func<T, string> nameOf, IEnumerable<T> builtIn) where T : class
{
    private readonly Lock _lock = new();
    private ImmutableList<T> _entries = [.. builtIn];

    /// <summary>In the order of registration.</summary>
    public IReadOnlyList<T> All => Volatile.Read(ref _entries);

    /// <summary>Of <see cref="All"/>, in its order.</summary>
    public IReadOnlyList<string> Names => [.. All.Select(nameOf)];

    /// <summary>Null where there is none of that name.</summary>
    public T? Find(string name) => All.FirstOrDefault(entry => nameOf(entry) == name);

    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public T Get(string name) => Find(name)
        ?? throw new ArgumentException($"'{name}' is no {noun}; allowed: {string.Join(", ", Names)}.", nameof(name));

    /// <summary>Adds an entry to the end.</summary>
    /// <exception cref="ArgumentException">The name is taken by another entry.</exception>
    public void Register(T entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_lock)
        {
            if (_entries.Contains(entry)) return;
            string name = nameOf(entry);
            if (Find(name) is not null) throw new ArgumentException($"There is another {noun} '{name}'.", nameof(entry));
            Volatile.Write(ref _entries, _entries.Add(entry));
        }
    }
}
