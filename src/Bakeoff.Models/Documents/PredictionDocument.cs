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

    /// <summary>The most probable label of the whole clip; left out where numbers alone are predicted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Label { get; init; }

    /// <summary>Probability of each label for the whole clip; left out where numbers alone are predicted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, float>? Probabilities { get; init; }

    /// <summary>True if the most probable label has a smaller probability than asked for; left out where that was not asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Rejected { get; init; }

    /// <summary>Labels that hold the true one at the stated rate, the most probable first; left out where no rate was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Set { get; init; }

    /// <summary>Predicted numbers of the whole clip by the names of the targets; left out where classes alone are predicted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, float>? Values { get; init; }

    /// <summary>The windows in order of time; empty if the clip is short or no trajectory was requested.</summary>
    public required IReadOnlyList<WindowDocument> Course { get; init; }

    /// <summary>Creates the document of a prediction.</summary>
    /// <param name="names">Names of the classes in the order of the probabilities, then of the targets in that of the values.</param>
    /// <param name="prediction">The prediction.</param>
    public static PredictionDocument Create(IReadOnlyList<string> names, Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(prediction);
        string[] labels = [.. names.Take(prediction.Probabilities.Count)];
        string[] targets = [.. names.Skip(labels.Length)];
        return new PredictionDocument
        {
            Clip = prediction.Clip,
            Seconds = prediction.Seconds,
            Label = labels.Length == 0 ? null : prediction.Label,
            Probabilities = ByName(labels, prediction.Probabilities),
            Values = ByName(targets, prediction.Values),
            Course = [.. prediction.Trajectory.Select(window => new WindowDocument
            {
                Start = window.StartSeconds,
                End = window.EndSeconds,
                Label = window.Label,
                Probabilities = ByName(labels, window.Probabilities),
                Values = ByName(targets, window.Values),
            })],
        };
    }

    private static OrderedDictionary<string, float>? ByName(string[] names, IReadOnlyList<float> values) => names.Length == 0
        ? null
        : new(values.Select((value, k) => KeyValuePair.Create(names[k], value)), StringComparer.Ordinal);
}
