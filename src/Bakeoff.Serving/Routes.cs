using System.Text.Json.Serialization;
using Bakeoff.Models;
using Bakeoff.Models.Documents;
using Bakeoff.Reports.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Bakeoff.Serving;

/// <summary>The addresses of the server: those of a model, the page to try it and the OpenAPI document.</summary>
internal static class Routes
{
    private const string DocumentName = "v1";
    private const string ScriptType = "text/javascript; charset=utf-8";

    public static void AddServices(IServiceCollection services)
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
    }

    public static void Map(WebApplication application, EmotionModel model, PredictionLimits limits)
    {
        application.UseExceptionHandler();
        application.UseStatusCodePages();
        application.Use(AddHeaders);
        application.UseRouting();
        application.MapEmotionModel("", model, limits);
        var page = PredictionPage.Render(model.Name, model.Labels, model.Targets);
        application.MapGet("/", () => Results.Content(page, "text/html; charset=utf-8")).ExcludeFromDescription();
        application.MapGet(PredictionPage.RecorderAddress, () => Results.Content(PredictionPage.RecorderScript, ScriptType))
            .ExcludeFromDescription();
        application.MapOpenApi();
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
