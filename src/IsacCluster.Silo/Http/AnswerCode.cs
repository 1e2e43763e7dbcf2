using System.Text.Json;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Networking;
using IsacCluster.Cluster.Storage;
using IsacCluster.Jobs;
using IsacCluster.Silo.Live;
using Microsoft.AspNetCore.Http;

namespace IsacCluster.Silo.Http;

/// <summary>The codes of HTTP with which callers are told what went wrong.</summary>
internal static class AnswerCode
{
    /// <summary>Null where no caller may expect it.</summary>
    public static int? Of(Exception e) => e switch
    {
        SpecificationException or ArgumentException or JsonException or BadHttpRequestException => StatusCodes.Status400BadRequest,
        NotSupportedException => StatusCodes.Status403Forbidden,
        NotReadyException or ClusterException or TimeoutException => StatusCodes.Status503ServiceUnavailable,
        DamagedJobException => StatusCodes.Status409Conflict,
        DataFolderException or InvalidDataException or IOException => StatusCodes.Status500InternalServerError,
        _ => null,
    };
}
