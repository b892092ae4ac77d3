using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

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

    /// <summary>The most probable label of the whole clip; left out where numbers are predicted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Label { get; init; }

    /// <summary>Probability of each label for the whole clip; left out where numbers are predicted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, float>? Probabilities { get; init; }

    /// <summary>Predicted numbers of the whole clip by the names of the targets; left out where classes are predicted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, float>? Values { get; init; }

    /// <summary>The windows in order of time; empty if the clip is short or no trajectory was requested.</summary>
    public required IReadOnlyList<WindowDocument> Course { get; init; }

    /// <summary>Creates the document of a prediction.</summary>
    /// <param name="names">Names of the classes in the order of the probabilities, or of the targets in that of the values.</param>
    /// <param name="prediction">The prediction.</param>
    public static PredictionDocument Create(IReadOnlyList<string> names, Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(prediction);
        var isOfTargets = prediction.Values.Count > 0;
        return new PredictionDocument
        {
            Clip = prediction.Clip,
            Seconds = prediction.Seconds,
            Label = isOfTargets ? null : prediction.Label,
            Probabilities = isOfTargets ? null : ByName(names, prediction.Probabilities),
            Values = isOfTargets ? ByName(names, prediction.Values) : null,
            Course = [.. prediction.Trajectory.Select(window => new WindowDocument
            {
                Start = window.StartSeconds,
                End = window.EndSeconds,
                Label = window.Label,
                Probabilities = isOfTargets ? null : ByName(names, window.Probabilities),
                Values = isOfTargets ? ByName(names, window.Values) : null,
            })],
        };
    }

    private static OrderedDictionary<string, float> ByName(IReadOnlyList<string> names, IReadOnlyList<float> values) =>
        new(values.Select((value, k) => KeyValuePair.Create(names[k], value)), StringComparer.Ordinal);
}
