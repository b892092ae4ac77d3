using System.Net.Http.Headers;
using System.Text.Json;

namespace Bakeoff.Serving.Tests;

/// <summary>A server on a free port of this machine, with a client.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly SmallModel _model;
    private readonly PredictionServer _server;

    private RunningServer(SmallModel model, PredictionServer server)
    {
        _model = model;
        _server = server;
        Client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Client { get; }

    public Uri Address => _server.Address;

    public SmallModel Model => _model;

    public static async Task<RunningServer> StartAsync(ServerOptions? options = null, IReadOnlyList<string>? targets = null)
    {
        var model = new SmallModel(targets);
        var server = await PredictionServer.StartAsync(
            model.Model,
            (options ?? new ServerOptions()) with
            {
                Port = 0,
            },
            TestContext.Current.CancellationToken);
        return new RunningServer(model, server);
    }

    public async Task<(int Status, JsonElement Body, HttpResponseMessage Response)> PostAsync(
        HttpContent content,
        string query = "",
        CancellationToken? cancellationToken = null)
    {
        var response = await Client.PostAsync("predict" + query, content, cancellationToken ?? TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonDocument.Parse(text).RootElement, response);
    }

    /// <summary>Sends bytes and expects a refusal: problem+json with a status and a detail.</summary>
    public async Task<string> RefuseAsync(int status, HttpContent content, string query = "")
    {
        var (actual, body, response) = await PostAsync(content, query);
        actual.ShouldBe(status, body.ToString());
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        body.GetProperty("status").GetInt32().ShouldBe(status);
        return body.GetProperty("detail").GetString()!;
    }

    public static ByteArrayContent Bytes(byte[] bytes, string type = "application/octet-stream")
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _model.Dispose();
    }
}
