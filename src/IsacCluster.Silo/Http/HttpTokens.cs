using System.Security.Cryptography;
using System.Text;

namespace IsacCluster.Silo.Http;

/// <summary>What a caller of the endpoint may do; each role may what those before it may.</summary>
internal enum HttpRole
{
    /// <summary>Ask whether the silo lives and is ready.</summary>
    Anyone,

    /// <summary>Read jobs, their results and the metrics.</summary>
    Read,

    /// <summary>Submit, pause, cancel and delete jobs.</summary>
    Submit,
}

/// <summary>The roles of the endpoint by the secret that a caller shows as bearer token. Immutable and thread-safe.</summary>
/// <param name="read">Opens <see cref="HttpRole.Read"/>; null: everyone who reaches the port has it.</param>
/// <param name="submit">Opens <see cref="HttpRole.Submit"/>; null: nobody has it.</param>
internal sealed class HttpTokens(string? read, string? submit)
{
    private const string Scheme = "Bearer ";
    private readonly byte[]? _read = Hash(read), _submit = Hash(submit);

    /// <summary>Whether everyone who reaches the port has the role <see cref="HttpRole.Read"/>.</summary>
    public bool ReadsFreely => _read is null;

    /// <summary>Whether anyone can have the role <see cref="HttpRole.Submit"/>.</summary>
    public bool TakesJobs => _submit is not null;

    /// <param name="authorization">The header of that name; the scheme is read in any case (RFC 9110, 11.1).</param>
    public HttpRole RoleOf(string authorization)
    {
        HttpRole role = _read is null ? HttpRole.Read : HttpRole.Anyone;
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return role;
        byte[] given = Hash(authorization[Scheme.Length..].Trim(' '))!;
        if (Matches(given, _submit)) return HttpRole.Submit;
        return Matches(given, _read) ? HttpRole.Read : role;
    }

    private static bool Matches(byte[] given, byte[]? token) => token is not null && CryptographicOperations.FixedTimeEquals(given, token);

    private static byte[]? Hash(string? token) => token is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
