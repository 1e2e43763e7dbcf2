using System.Text.Json;

namespace IsacCluster.Silo.Tests.Live;

/// <summary>Reading the page's documents.</summary>
internal static class Api
{
    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static async Task<JsonElement> ReadAsync(this HttpClient caller, string path) => Parse(await caller.GetStringAsync(path));

    /// <summary>Again and again until it is so: a snapshot may be some seconds old.</summary>
    public static async Task<JsonElement> UntilAsync(Func<Task<JsonElement>> read, Func<JsonElement, bool> met)
    {
        while (true)
        {
            JsonElement value = await read();
            if (met(value)) return value;
            await Task.Delay(50);
        }
    }

    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static JsonElement[] Items(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray()];
}
