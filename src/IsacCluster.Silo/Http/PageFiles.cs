using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IsacCluster.Silo.Http;

/// <summary>
/// The files of the live page, which this assembly carries: a browser keeps them and asks each time whether they are still the same.
/// </summary>
internal static class PageFiles
{
    /// <summary>A folder whose files are served instead, as they are at each request: for those who work on the page.</summary>
    public const string FolderVariable = "ISAC_PAGE";

    private const string Prefix = "page/", Index = "index.html";

    private static readonly Lazy<IReadOnlyDictionary<string, PageFile>> Carried = new(() =>
        typeof(PageFiles).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..], name => PageFile.Of(name, Read(name)), StringComparer.Ordinal));

    /// <summary>/ and /page/PATH.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", context => SendAsync(context, Index));
        routes.MapGet("/page/{**path}", (HttpContext context, string? path) => SendAsync(context, "page/" + path));
    }

    private static async Task SendAsync(HttpContext context, string path)
    {
        HttpResponse response = context.Response;
        if (Find(path) is not { } file)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            await response.WriteAsync("no such file\n").ConfigureAwait(false);
            return;
        }

        response.Headers.CacheControl = "no-cache"; // kept, and asked about each time
        response.Headers.ETag = file.Tag;
        response.Headers.Vary = "Accept-Encoding";
        if (context.Request.Headers.IfNoneMatch.ToString().Contains(file.Tag, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        bool packed = AcceptsGzip(context.Request) && file.Short.Length < file.Bytes.Length;
        if (packed) response.Headers.ContentEncoding = "gzip";
        response.ContentType = file.ContentType;
        byte[] bytes = packed ? file.Short : file.Bytes;
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    public static bool AcceptsGzip(HttpRequest request) =>
        request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);

    /// <summary>The type of a file by its name.</summary>
    public static string ContentTypeOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" or ".mjs" => "text/javascript; charset=utf-8",
        ".json" => "application/json; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".ico" => "image/x-icon",
        ".woff2" => "font/woff2",
        ".csv" => "text/csv; charset=utf-8",
        ".txt" or ".md" or ".yaml" or ".yml" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };

    private static PageFile? Find(string path)
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { Length: > 0 } folder) return Carried.Value.GetValueOrDefault(path);
        string? file = FolderPath.Within(folder, path);
        return file is not null && File.Exists(file) ? PageFile.Of(path, File.ReadAllBytes(file)) : null;
    }

    private static byte[] Read(string resource)
    {
        using Stream stream = typeof(PageFiles).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private sealed record PageFile(byte[] Bytes, byte[] Short, string ContentType, string Tag)
    {
        public static PageFile Of(string path, byte[] bytes) => new(
            bytes, Packed.Of(bytes), ContentTypeOf(path), $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"");
    }
}
