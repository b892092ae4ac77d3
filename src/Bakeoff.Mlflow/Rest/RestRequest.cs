namespace Bakeoff.Mlflow.Rest;

/// <summary>One HTTP request.</summary>
/// <param name="Method">Method.</param>
/// <param name="Url">Absolute address with query.</param>
/// <param name="Endpoint">Short name for messages and traces, without secrets.</param>
internal sealed record RestRequest(HttpMethod Method, string Url, string Endpoint)
{
    public HttpContent? Content { get; init; }

    /// <summary>Run that the request is about; null if none.</summary>
    public string? RunId { get; init; }

    /// <summary>True for an address that is not the server's and must not get its credentials.</summary>
    public bool IsForeign { get; init; }

    public HttpCompletionOption Completion { get; init; } = HttpCompletionOption.ResponseContentRead;
}
