using System.Net;
using System.Text.Json;
using Bakeoff.Audio.Decoding;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bakeoff.Serving.Tests;

public sealed class PredictionEndpointsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MapEmotionModel_TwoInAnApplicationOfOnesOwn_AnswerBesideItsEndpoints()
    {
        using var model = new SmallModel();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddOpenApi();
        await using var application = builder.Build();
        application.MapGet("/own", () => new { SomeValue = 1 });
        application.MapEmotionModel("/emotion", model.Model, new PredictionLimits { MaxMegabytes = 1, MaxSeconds = 2 });
        application.MapGroup("/v2").MapEmotionModel("other", model.Model).AddEndpointFilter(async (context, next) =>
        {
            context.HttpContext.Response.Headers["X-Filter"] = "own";
            return await next(context);
        });
        application.MapOpenApi();
        await application.StartAsync(Token);
        using var client = new HttpClient { BaseAddress = new Uri(application.Urls.Single()) };

        (await client.GetStringAsync("own", Token)).ShouldBe("{\"someValue\":1}");
        var wav = Sounds.Wav(1);
        var expected = model.Model.Predict(AudioDecoder.Decode(wav, "x"));
        foreach (var address in new[] { "emotion/predict", "v2/other/predict" })
        {
            using var answer = await client.PostAsync(address, RunningServer.Bytes(wav), Token);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.Contains("X-Filter").ShouldBe(address.StartsWith("v2", StringComparison.Ordinal));
            using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
            document.RootElement.GetProperty("label").GetString().ShouldBe(expected.Label);
            document
                .RootElement.GetProperty("probabilities").EnumerateObject().Select(p => p.Value.GetSingle())
                .ShouldBe(expected.Probabilities);
        }

        (await RefuseAsync(client, "emotion/predict", Sounds.Wav(3))).ShouldBe((422, "application/problem+json"));
        (await RefuseAsync(client, "emotion/predict", [])).ShouldBe((400, "application/problem+json"));
        using var about = JsonDocument.Parse(await client.GetStringAsync("emotion/model", Token));
        about.RootElement.GetProperty("max_bytes").GetInt64().ShouldBe(1_000_000);
        (await client.GetStringAsync("v2/other/health", Token)).ShouldStartWith("{\"status\":\"ok\",\"model\":");
        (await client.GetStringAsync("emotion/metrics", Token)).ShouldContain("bakeoff_predict_requests_total{code=\"200\"} 1\n");
        using var openApi = JsonDocument.Parse(await client.GetStringAsync("openapi/v1.json", Token));
        openApi.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name).ShouldContain("/v2/other/predict");
        openApi
            .RootElement.GetProperty("paths").GetProperty("/emotion/predict").GetProperty("post").GetProperty("operationId").GetString()
            .ShouldBe("emotion-predict");
        openApi
            .RootElement.GetProperty("components").GetProperty("schemas").GetProperty("ModelDocument").GetProperty("properties")
            .EnumerateObject().Select(property => property.Name)
            .ShouldBe(["model", "models", "labels", "targets", "confidence", "reject_below", "max_bytes", "max_seconds"]);
        about.RootElement.TryGetProperty("targets", out _).ShouldBeFalse("the model tells classes apart");
    }

    [Fact]
    public async Task MapEmotionModel_LimitOutOfRange_IsRefusedAtOnce()
    {
        using var model = new SmallModel();
        await using var application = WebApplication.CreateSlimBuilder().Build();

        var limits = new PredictionLimits { MaxSeconds = 0 };
        Should.Throw<ArgumentException>(() => application.MapEmotionModel("/emotion", model.Model, limits))
            .Message.ShouldStartWith("max-seconds is 0, expected 1 to 86400.");
    }

    private static async Task<(int Status, string? Type)> RefuseAsync(HttpClient client, string address, byte[] body)
    {
        using var answer = await client.PostAsync(address, RunningServer.Bytes(body), Token);
        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType);
    }
}
