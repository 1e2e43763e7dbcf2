namespace IsacCluster.Reporting.Files;

/// <summary>A name that is safe as a file name and as an XML id on every system.</summary>
public static class FileSlug
{
    private const int Longest = 40;

    public static string Of(string name)
    {
        string slug = string.Concat(
            name.Take(Longest).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' ? char.ToLowerInvariant(c) : '-'));
        return slug.Length == 0 ? "unnamed" : slug;
    }
}
