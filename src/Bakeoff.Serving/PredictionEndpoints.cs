using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Bakeoff.Models;
using Bakeoff.Models.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Bakeoff.Serving;

/// <summary>The addresses of a model in an ASP.NET Core application.</summary>
public static class PredictionEndpoints
{
    private const string Tag = "bakeoff";
    private const string MetricsType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>As predictions are written, but in one line.</summary>
    private static readonly JsonSerializerOptions Json = new(PredictionDocument.Json) { WriteIndented = false };

    /// <summary>Room for the other parts of a form. The upload reader refuses longer recordings with a clear answer.</summary>
    private const long FormBytes = 1 << 20;

    /// <summary>Adds <c>POST predict</c>, <c>GET model</c>, <c>GET health</c> and <c>GET metrics</c> below a prefix.</summary>
    /// <param name="endpoints">The application, or a group of it.</param>
    /// <param name="prefix">Beginning of the addresses, such as <c>/emotion</c>; empty for none.</param>
    /// <param name="model">The model.</param>
    /// <param name="limits">Limits of the requests; default those of <see cref="PredictionLimits"/>.</param>
    /// <returns>The group of the addresses, for what applies to all of them, such as <c>RequireAuthorization()</c>.</returns>
    /// <exception cref="ArgumentException">A limit is out of range; the message names it.</exception>
    /// <remarks>They need no services and no middleware. Refusals are problem details (RFC 9457); nothing of a request is kept.</remarks>
    public static RouteGroupBuilder MapEmotionModel(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string prefix,
        EmotionModel model,
        PredictionLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(model);
        limits ??= new PredictionLimits();
        if (limits.Validate().FirstOrDefault() is { } problem)
        {
            throw new ArgumentException($"{problem.Key} {problem.Message}", nameof(limits));
        }

        var group = endpoints.MapGroup(prefix);
        var names = prefix.Trim('/').Replace('/', '-') is { Length: > 0 } name ? name + "-" : "";
        var metrics = new ServerMetrics(model);
        MapPredict(group, names, new PredictEndpoint(model, limits, metrics, TimeProvider.System), limits);
        var about = new ModelDocument
        {
            Model = model.Name,
            Models = model.ModelCount,
            Labels = model.Labels,
            Targets = model.Targets.Count > 0 ? model.Targets : null,
            Confidence = model.ConfidenceSteps is { Count: > 0 } steps ? steps : null,
            RejectBelow = limits.RejectBelow,
            MaxBytes = limits.MaxBytes,
            MaxSeconds = limits.MaxSeconds,
        };
        group.MapGet("/model", () => Results.Json(about, Json))
            .WithTags(Tag)
            .WithName(names + "model")
            .WithSummary("The served model and the limits of the server.")
            .Produces<ModelDocument>();
        group.MapGet("/health", () => Results.Json(new HealthDocument("ok", model.Name), Json))
            .WithTags(Tag)
            .WithName(names + "health")
            .WithSummary("Answers while the server can predict.")
            .Produces<HealthDocument>();
        group.MapGet("/metrics", (Delegate)((HttpContext context) =>
            {
                context.Response.ContentType = MetricsType;
                return metrics.WriteAsync(context.Response.Body, context.RequestAborted);
            }))
            .WithTags(Tag)
            .WithName(names + "metrics")
            .WithSummary("Counters for Prometheus.")
            .Produces<string>(contentType: "text/plain");
        return group;
    }

    private static void MapPredict(RouteGroupBuilder group, string names, PredictEndpoint endpoint, PredictionLimits limits) =>
        group.MapPost("/predict", (Delegate)endpoint.AnswerAsync)
            .WithMetadata(new RequestSizeLimitAttribute(limits.MaxBytes + FormBytes))
            .WithTags(Tag)
            .WithName(names + "predict")
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
                PredictDescription.Write(operation, limits);
                return Task.CompletedTask;
            });
}
