using System.Globalization;

namespace IsacCluster.Benchmarks.CommandLine;

/// <summary>Arguments of one verb: positional ones, and options written as <c>--name value</c>.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);
    private readonly List<string> _positional = [];

    /// <param name="options">The names that are allowed, without dashes.</param>
    /// <exception cref="UsageException">
    /// An unknown option, one without a value, or one that stands twice; too many positional arguments.
    /// </exception>
    public Arguments(IReadOnlyList<string> arguments, int mostPositional, params string[] options)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                _positional.Add(arguments[i]);
                continue;
            }

            string name = arguments[i][2..];
            if (!options.Contains(name)) throw new UsageException($"--{name} is not an option; allowed: --{string.Join(", --", options)}.");
            if (++i == arguments.Count) throw new UsageException($"--{name} needs a value.");
            if (!_options.TryAdd(name, arguments[i])) throw new UsageException($"--{name} stands twice.");
        }

        if (_positional.Count > mostPositional) throw new UsageException($"'{_positional[mostPositional]}' is one argument too many.");
    }

    /// <summary>The positional argument at a place, or null.</summary>
    public string? Positional(int index) => index < _positional.Count ? _positional[index] : null;

    /// <summary>The text of an option, or null.</summary>
    public string? Text(string name) => _options.GetValueOrDefault(name);

    /// <exception cref="UsageException">Not an integer in [least, most].</exception>
    public int Integer(string name, int otherwise, int least = 1, int most = int.MaxValue) =>
        _options.TryGetValue(name, out string? text) ? Parse(name, text, least, most) : otherwise;

    /// <summary>A comma-separated list of integers.</summary>
    /// <exception cref="UsageException">Not integers in [1, most].</exception>
    public IReadOnlyList<int> Integers(string name, IReadOnlyList<int> otherwise, int most) =>
        _options.TryGetValue(name, out string? text) ? [.. text.Split(',').Select(part => Parse(name, part, 1, most))] : otherwise;

    /// <summary>The date that the facts of a run carry.</summary>
    /// <exception cref="UsageException">Not YYYY-MM-DD.</exception>
    public DateOnly Date(TimeProvider time)
    {
        if (Text("date") is not { } text) return DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? date
            : throw new UsageException($"--date: '{text}'; allowed: YYYY-MM-DD.");
    }

    private static int Parse(string name, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw new UsageException(FormattableString.Invariant($"--{name}: '{text}'; allowed: an integer in [{least}, {most}]."));
}
