using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Bakeoff.Models;
using Bakeoff.Models.Documents;
using Bakeoff.Reports.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Bakeoff.Serving;

/// <summary>The addresses of the server and their answers.</summary>
internal sealed class Routes(EmotionModel model, ServerOptions options, TimeProvider time)
{
    private const string ConcurrencyPolicy = "predict";
    private const string DocumentName = "v1";
    private const string Tag = "bakeoff";
    private const string ScriptType = "text/javascript; charset=utf-8";
    private const string MetricsType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly ServerMetrics _metrics = new(model);

    public void AddServices(IServiceCollection services)
    {
        services.AddRoutingCore();
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = PredictionDocument.Json.PropertyNamingPolicy;
            json.SerializerOptions.Encoder = PredictionDocument.Json.Encoder;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenApi(DocumentName, document => document.AddDocumentTransformer((content, _, _) =>
        {
            content.Info = new OpenApiInfo
            {
                Title = "Bakeoff",
                Version = DocumentName,
                Description = "The emotion that a trained model predicts for a recording.",
            };
            return Task.CompletedTask;
        }));
        services.AddRateLimiter(limiter =>
        {
            limiter.AddConcurrencyLimiter(ConcurrencyPolicy, limits =>
            {
                limits.PermitLimit = options.Concurrency;
                limits.QueueLimit = options.Queue;
                limits.QueueProcessingOrder = QueueProcessingOrder.OldestFirst;
            });
            limiter.OnRejected = (rejected, _) =>
            {
                _metrics.Ended(StatusCodes.Status503ServiceUnavailable, TimeSpan.Zero);
                var detail = FormattableString.Invariant(
                    $"{options.Concurrency} predictions are in progress and {options.Queue} requests wait. ")
                    + "Try again after the time in Retry-After.";
                var problem = Problem.Of(rejected.HttpContext, StatusCodes.Status503ServiceUnavailable, detail);
                return new ValueTask(problem.ExecuteAsync(rejected.HttpContext));
            };
        });
    }

    public void Map(WebApplication application)
    {
        application.UseExceptionHandler();
        application.UseStatusCodePages();
        application.Use(AddHeaders);
        application.UseRouting();
        application.UseRateLimiter();
        var page = PredictionPage.Render(model.Name, model.Labels);
        var about = new ModelDocument
        {
            Model = model.Name,
            Models = model.ModelCount,
            Labels = model.Labels,
            MaxBytes = options.MaxMegabytes * 1_000_000L,
            MaxSeconds = options.MaxSeconds,
        };
        MapPredict(application);
        application.MapGet("/model", () => about)
            .WithTags(Tag)
            .WithName("model")
            .WithSummary("The served model and the limits of the server.");
        application.MapGet("/health", () => new HealthDocument("ok", model.Name))
            .WithTags(Tag)
            .WithName("health")
            .WithSummary("Answers while the server can predict.");
        application.MapGet("/metrics", (Delegate)WriteMetricsAsync)
            .WithTags(Tag)
            .WithName("metrics")
            .WithSummary("Counters for Prometheus.")
            .Produces<string>(contentType: "text/plain");
        application.MapGet("/", () => Results.Content(page, "text/html; charset=utf-8")).ExcludeFromDescription();
        application.MapGet(PredictionPage.RecorderAddress, () => Results.Content(PredictionPage.RecorderScript, ScriptType))
            .ExcludeFromDescription();
        application.MapOpenApi();
    }

    private void MapPredict(WebApplication application) =>
        application.MapPost("/predict", (Delegate)new PredictEndpoint(model, options, _metrics, time).AnswerAsync)
            .RequireRateLimiting(ConcurrencyPolicy)
            .WithTags(Tag)
            .WithName("predict")
            .WithSummary("Predicts the emotion in a recording.")
            .Produces<PredictionDocument>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status408RequestTimeout)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                PredictDescription.Write(operation, options);
                return Task.CompletedTask;
            });

    private Task WriteMetricsAsync(HttpContext context)
    {
        context.Response.ContentType = MetricsType;
        return _metrics.WriteAsync(context.Response.Body, context.RequestAborted);
    }

    /// <summary>Browsers trust the content type, keep no answer, and show no answer in a frame of another page.</summary>
    private static Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }
}
