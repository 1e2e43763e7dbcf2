using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace IsacCluster.Silo.Http;

/// <summary>
/// Who may do what at an endpoint. /healthz, /readyz and the files of the page are open. Else the token decides; a page of another site,
/// which a browser on this machine shows, reaches neither numbers nor orders: without a token to read, only names of this machine are
/// answered (a foreign name that leads here is an attack), and an order comes from a page of this endpoint or from no page at all.
/// </summary>
internal sealed class CallerGate(HttpTokens tokens)
{
    private static readonly string[] OpenPaths = ["/", "/healthz", "/readyz"];

    public HttpTokens Tokens => tokens;

    /// <summary>Whether a call may pass; else it is answered.</summary>
    public async Task<bool> AdmitAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        bool page = IsOfPage(request.Path);
        if (page) Protect(context.Response);
        (int code, string why) = Refusal(request, page);
        if (code == StatusCodes.Status200OK) return true;
        context.Response.StatusCode = code;
        if (code == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
        await SayAsync(context, why).ConfigureAwait(false);
        return false;
    }

    /// <summary>Of the page and its numbers.</summary>
    private static bool IsOfPage(PathString path) => path == "/" || path.StartsWithSegments("/page") || path.StartsWithSegments("/api");

    private static Task SayAsync(HttpContext context, string why)
    {
        if (!context.Request.Path.StartsWithSegments("/api")) return context.Response.WriteAsync(why + "\n");
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(JsonSerializer.Serialize(new { error = why }));
    }

    private static void Protect(HttpResponse response)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy =
            "default-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
            + "object-src 'none'";
        response.Headers["Referrer-Policy"] = "no-referrer";
    }

    private (int Code, string Why) Refusal(HttpRequest request, bool page)
    {
        bool reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (page && tokens.ReadsFreely && !IsLocalName(request.Host.Host))
            return (StatusCodes.Status403Forbidden, $"'{request.Host.Host}' is no name of this machine; expected localhost or 127.0.0.1");
        if (!reads && IsForeign(request)) return (StatusCodes.Status403Forbidden, "the order comes from a page of another site");
        bool open = OpenPaths.Any(path => request.Path == path) || request.Path.StartsWithSegments("/page");
        if (reads && open) return (StatusCodes.Status200OK, "");
        HttpRole role = tokens.RoleOf(request.Headers.Authorization.ToString());
        if (role >= (reads ? HttpRole.Read : HttpRole.Submit)) return (StatusCodes.Status200OK, "");
        if (!reads && !tokens.TakesJobs)
            return (StatusCodes.Status403Forbidden, "no orders are taken here over HTTP (a silo takes them with an ISAC_SUBMIT_TOKEN)");
        return role == HttpRole.Read && request.Headers.Authorization.Count > 0
            ? (StatusCodes.Status403Forbidden, "this token may read only; changes want the silo's ISAC_SUBMIT_TOKEN")
            : (StatusCodes.Status401Unauthorized, "a bearer token is needed");
    }

    private static bool IsLocalName(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    private static bool IsForeign(HttpRequest request) => request.Headers.Origin.ToString() is { Length: > 0 } origin
        && !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? from)
            && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
}
