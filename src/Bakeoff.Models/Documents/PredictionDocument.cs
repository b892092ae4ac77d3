using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bakeoff.Models.Documents;

/// <summary>A prediction in JSON, the same from the command line and over HTTP.</summary>
public sealed record PredictionDocument
{
    /// <summary>Format of the document: snake case, readable letters, numbers that read back to the same float32.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Name of the clip.</summary>
    public required string Clip { get; init; }

    /// <summary>Duration of the clip in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>The most probable label of the whole clip.</summary>
    public required string Label { get; init; }

    /// <summary>Probability of each label for the whole clip.</summary>
    public required IReadOnlyDictionary<string, float> Probabilities { get; init; }

    /// <summary>The windows in order of time; empty if the clip is short or no trajectory was requested.</summary>
    public required IReadOnlyList<WindowDocument> Course { get; init; }

    /// <summary>Creates the document of a prediction.</summary>
    /// <param name="labels">Names of the classes in the order of the probabilities.</param>
    /// <param name="prediction">The prediction.</param>
    public static PredictionDocument Create(IReadOnlyList<string> labels, Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return new PredictionDocument
        {
            Clip = prediction.Clip,
            Seconds = prediction.Seconds,
            Label = prediction.Label,
            Probabilities = ByLabel(labels, prediction.Probabilities),
            Course = [.. prediction.Trajectory.Select(window => new WindowDocument
            {
                Start = window.StartSeconds,
                End = window.EndSeconds,
                Label = window.Label,
                Probabilities = ByLabel(labels, window.Probabilities),
            })],
        };
    }

    private static OrderedDictionary<string, float> ByLabel(IReadOnlyList<string> labels, IReadOnlyList<float> probabilities) =>
        new(probabilities.Select((probability, k) => KeyValuePair.Create(labels[k], probability)), StringComparer.Ordinal);
}
