using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Bakeoff.Models;
using Bakeoff.Reports.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Bakeoff.Serving;

/// <summary>Which address answers what.</summary>
internal sealed class Routes(Predictor predictor, ServerOptions options, TimeProvider time)
{
    private const string OneAtATime = "predict";
    private const string DocumentName = "v1";
    private const string Tag = "bakeoff";
    private const string MetricsType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly ServerMetrics _metrics = new(predictor);

    public void AddServices(IServiceCollection services)
    {
        services.AddRoutingCore();
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = ClipDocument.Json.PropertyNamingPolicy;
            json.SerializerOptions.Encoder = ClipDocument.Json.Encoder;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenApi(DocumentName, document => document.AddDocumentTransformer((content, _, _) =>
        {
            content.Info = new OpenApiInfo { Title = "Bakeoff", Version = DocumentName, Description = "Which emotion a trained model hears in a recording." };
            return Task.CompletedTask;
        }));
        services.AddRateLimiter(limiter =>
        {
            limiter.AddConcurrencyLimiter(OneAtATime, gate => (gate.PermitLimit, gate.QueueLimit, gate.QueueProcessingOrder) = (options.Concurrency, options.Queue, QueueProcessingOrder.OldestFirst));
            limiter.OnRejected = (rejected, _) =>
            {
                _metrics.Ended(StatusCodes.Status503ServiceUnavailable, TimeSpan.Zero);
                var detail = FormattableString.Invariant($"{options.Concurrency} predictions are being made and {options.Queue} requests wait. Try again after the time in Retry-After.");
                return new ValueTask(Problem.Of(rejected.HttpContext, StatusCodes.Status503ServiceUnavailable, detail).ExecuteAsync(rejected.HttpContext));
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
        var page = PredictionPage.Render(predictor.Name, predictor.Labels);
        var about = new ModelDocument { Model = predictor.Name, Models = predictor.ModelCount, Labels = predictor.Labels, MaxBytes = options.MaxMegabytes * 1_000_000L, MaxSeconds = options.MaxSeconds };

        application.MapPost("/predict", (Delegate)new PredictEndpoint(predictor, options, _metrics, time).AnswerAsync)
            .RequireRateLimiting(OneAtATime).WithTags(Tag).WithName("predict").WithSummary("Judges a recording.")
            .Produces<ClipDocument>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status408RequestTimeout).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                PredictDescription.Write(operation, options);
                return Task.CompletedTask;
            });
        application.MapGet("/model", () => about).WithTags(Tag).WithName("model").WithSummary("The model that is served, and what the server takes.");
        application.MapGet("/health", () => new HealthDocument("ok", predictor.Name)).WithTags(Tag).WithName("health").WithSummary("Answers while the server can judge recordings.");
        application.MapGet("/metrics", (Delegate)WriteMetricsAsync).WithTags(Tag).WithName("metrics").WithSummary("Counters for Prometheus.").Produces<string>(contentType: "text/plain");
        application.MapGet("/", () => Results.Content(page, "text/html; charset=utf-8")).ExcludeFromDescription();
        application.MapGet(PredictionPage.RecorderAddress, () => Results.Content(PredictionPage.RecorderScript, "text/javascript; charset=utf-8")).ExcludeFromDescription();
        application.MapOpenApi();
    }

    private Task WriteMetricsAsync(HttpContext context)
    {
        context.Response.ContentType = MetricsType;
        return _metrics.WriteAsync(context.Response.Body, context.RequestAborted);
    }

    /// <summary>Answers are read as what they say they are, are never kept, and no other page may frame this one.</summary>
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
