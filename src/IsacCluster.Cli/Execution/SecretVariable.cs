using IsacCluster.Jobs;

namespace IsacCluster.Cli.Execution;

/// <summary>A secret from NAME, or from the file that NAME_FILE names: arguments can be read by everyone on the machine.</summary>
internal static class SecretVariable
{
    /// <summary>What callers of an HTTP endpoint show to change something.</summary>
    public const string SubmitToken = "ISAC_SUBMIT_TOKEN";

    /// <returns>Null where neither is set.</returns>
    /// <exception cref="SpecificationException">Both are set, or the file cannot be read or is empty.</exception>
    public static string? Read(string name)
    {
        string? value = Environment.GetEnvironmentVariable(name), file = Environment.GetEnvironmentVariable($"{name}_FILE");
        if (string.IsNullOrEmpty(file)) return string.IsNullOrEmpty(value) ? null : value;
        if (!string.IsNullOrEmpty(value)) throw new SpecificationException($"{name}: {name}_FILE is set too; expected one of both.");
        try
        {
            string text = File.ReadAllText(file).TrimEnd('\r', '\n');
            return text.Length > 0
                ? text
                : throw new SpecificationException($"{name}_FILE: '{file}' is empty; expected the secret on one line.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpecificationException($"{name}_FILE: '{file}' cannot be read: {e.Message}", e);
        }
    }
}
