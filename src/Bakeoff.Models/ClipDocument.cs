using System.Text.Json;

namespace Bakeoff.Models;

/// <summary>A clip's prediction as JSON says it: the same from the command line and over HTTP.</summary>
public sealed record ClipDocument
{
    /// <summary>How the document is written: snake case, every letter readable, numbers that read back to the same float32.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Name of the clip.</summary>
    public required string Clip { get; init; }

    /// <summary>Length of the clip in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>The most probable label of the whole clip.</summary>
    public required string Label { get; init; }

    /// <summary>Probability of each label for the whole clip.</summary>
    public required IReadOnlyDictionary<string, float> Probabilities { get; init; }

    /// <summary>The windows in order of time; empty when the clip is short or none were asked for.</summary>
    public required IReadOnlyList<WindowDocument> Course { get; init; }

    /// <summary>Describes a prediction.</summary>
    /// <param name="labels">Names of the classes in the order of the probabilities.</param>
    /// <param name="prediction">The prediction.</param>
    public static ClipDocument Of(IReadOnlyList<string> labels, ClipPrediction prediction) => new()
    {
        Clip = prediction.Clip,
        Seconds = prediction.Seconds,
        Label = prediction.Label,
        Probabilities = Named(labels, prediction.Probabilities),
        Course = [.. prediction.Course.Select(window => new WindowDocument
        {
            Start = window.StartSeconds,
            End = window.EndSeconds,
            Label = window.Label,
            Probabilities = Named(labels, window.Probabilities),
        })],
    };

    private static OrderedDictionary<string, float> Named(IReadOnlyList<string> labels, IReadOnlyList<float> probabilities) =>
        new(probabilities.Select((p, k) => KeyValuePair.Create(labels[k], p)), StringComparer.Ordinal);
}
