namespace IsacCluster.Deployment.Tests.Systemd;

/// <summary>A systemd unit: sections of lines KEY=VALUE, of which a key may come several times; a backslash continues a line.</summary>
internal sealed record UnitFile(IReadOnlyList<(string Section, string Key, string Value)> Lines)
{
    /// <exception cref="FormatException">A line is no section, no comment and no KEY=VALUE, or stands before the first section.</exception>
    public static UnitFile Parse(string text)
    {
        List<(string, string, string)> lines = [];
        string section = "";
        foreach (string line in text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select(line => line.Trim()))
        {
            if (line.Length == 0 || line[0] is '#' or ';') continue;
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (line[0] == '[' && line[^1] == ']') section = line[1..^1];
            else if (equals > 0 && section.Length > 0) lines.Add((section, line[..equals], line[(equals + 1)..]));
            else throw new FormatException($"'{line}' is no line of a unit.");
        }

        return new UnitFile(lines);
    }

    public IEnumerable<string> Sections => Lines.Select(line => line.Section).Distinct();

    public IEnumerable<string> All(string key) => Lines.Where(line => line.Key == key).Select(line => line.Value);

    /// <summary>The last value of a key that takes one; null without.</summary>
    public string? this[string key] => All(key).LastOrDefault();
}
