using Bakeoff.Models;
using Microsoft.OpenApi;

namespace Bakeoff.Serving;

/// <summary>The description of <c>POST /predict</c> in the OpenAPI document, beyond that of its types.</summary>
internal static class PredictDescription
{
    private static readonly string[] RawTypes = ["application/octet-stream", "audio/wav", "audio/flac", "audio/aiff"];

    public static void Write(OpenApiOperation operation, PredictionLimits limits)
    {
        var defaults = new TrajectoryOptions();
        var most = FormattableString.Invariant($"{limits.MaxMegabytes} MB and {limits.MaxSeconds} s");
        operation.Description = $"Takes a recording of at most {most}, as the body itself or as the first file of a form. "
            + "The content decides on the format, not its type or name.";
        operation.Parameters =
        [
            Query(TrajectoryQuery.Window, "Length of a window in seconds.", Seconds(defaults.WindowSeconds)),
            Query(
                TrajectoryQuery.Step,
                "Seconds from the start of one window to the next, at most the window's length.",
                Seconds(defaults.StepSeconds)),
            Query(
                TrajectoryQuery.Course,
                "The clips that are also predicted over time: auto, those longer than two windows; always; never.",
                new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["auto", "always", "never"], Default = "auto" }),
            Query(
                AnswerQuery.RejectBelow,
                "Clips whose most probable label has a smaller probability are marked as rejected. Default: reject_below of GET /model.",
                new OpenApiSchema { Type = JsonSchemaType.Number, Minimum = "0", Maximum = "1" }),
            Query(
                AnswerQuery.Coverage,
                "Share of clips whose set of labels holds the true one: 0.8, 0.9 or 0.95.",
                new OpenApiSchema { Type = JsonSchemaType.Number }),
        ];
        var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        var content = RawTypes.ToDictionary(type => type, _ => new OpenApiMediaType { Schema = file }, StringComparer.Ordinal);
        content["multipart/form-data"] = new OpenApiMediaType
        {
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string>(StringComparer.Ordinal) { "file" },
                Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { ["file"] = file },
            },
        };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "A WAV, AIFF, FLAC, MP3, Ogg Vorbis or Opus recording.",
            Content = content,
        };
    }

    private static OpenApiSchema Seconds(double value) =>
        new() { Type = JsonSchemaType.Number, Default = value, Minimum = "0.05", Maximum = "3600" };

    private static OpenApiParameter Query(string name, string description, OpenApiSchema schema) =>
        new() { Name = name, In = ParameterLocation.Query, Description = description, Schema = schema };
}
