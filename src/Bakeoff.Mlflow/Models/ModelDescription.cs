using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bakeoff.Mlflow.Models;

/// <summary>The content of the file <c>MLmodel</c> that makes a folder a model for MLflow 2 and 3.</summary>
/// <remarks>
/// Written as JSON, which every YAML reader takes and which needs no rules for quoting. Keys come in a fixed order, so equal descriptions
/// give equal bytes.
/// </remarks>
public sealed record ModelDescription
{
    /// <summary>Name of the file in the model's folder.</summary>
    public const string FileName = "MLmodel";

    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Values that each kind of reader needs to load the model, by flavor: <c>onnx</c>, <c>python_function</c>.</summary>
    public required IReadOnlyDictionary<string, JsonObject> Flavors { get; init; }

    /// <summary>Inputs that MLflow checks; empty for no signature.</summary>
    public IReadOnlyList<TensorSpec> Inputs { get; init; } = [];

    /// <summary>Outputs; used only where there are inputs.</summary>
    public IReadOnlyList<TensorSpec> Outputs { get; init; } = [];

    /// <summary>File with an example input in TensorFlow Serving's form; null for none.</summary>
    public string? InputExamplePath { get; init; }

    /// <summary>Time of creation; null leaves it out.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Identity of the model: 32 hexadecimal digits; null leaves it out.</summary>
    public string? Identifier { get; init; }

    /// <summary>Bytes of the model's files; null leaves it out.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>Values for people who load the model, which Python reads as <c>model.metadata.metadata</c>; null for none.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>The file's text.</summary>
    /// <param name="runId">Run that the folder is logged to; null for a folder by itself.</param>
    /// <param name="artifactPath">
    /// Folder among that run's artifacts, or the URI of a logged model's files; null for a folder by itself.
    /// </param>
    /// <param name="modelId">Logged model of MLflow 3 that the folder belongs to; null for none.</param>
    public string ToText(string? runId = null, string? artifactPath = null, string? modelId = null)
    {
        var document = new JsonObject();
        Add(document, "artifact_path", artifactPath);
        Add(document, "run_id", runId);
        Add(document, "model_id", modelId);
        Add(document, "model_uuid", Identifier);
        Add(document, "utc_time_created", CreatedText());
        if (SizeBytes is { } size)
        {
            document["model_size_bytes"] = size;
        }

        document["flavors"] = new JsonObject(Flavors
            .OrderBy(flavor => flavor.Key, StringComparer.Ordinal)
            .Select(flavor => KeyValuePair.Create(flavor.Key, (JsonNode?)flavor.Value.DeepClone())));
        if (Metadata is not null)
        {
            document["metadata"] = Metadata.DeepClone();
        }

        if (InputExamplePath is not null)
        {
            document["saved_input_example_info"] = new JsonObject
            {
                ["artifact_path"] = InputExamplePath,
                ["type"] = "ndarray",
                ["format"] = "tf-serving",
            };
        }

        if (Inputs.Count > 0)
        {
            // MLflow keeps each side as JSON text inside a string.
            document["signature"] = new JsonObject { ["inputs"] = Describe(Inputs), ["outputs"] = Describe(Outputs), ["params"] = null };
        }

        return Text(document, Indented) + "\n";
    }

    /// <summary>Entry for the run's list of models: short, because a tag has at most 5,000 characters on MLflow 2.</summary>
    internal string ToHistoryEntry(string? runId, string artifactPath)
    {
        var entry = new JsonObject();
        Add(entry, "run_id", runId);
        entry["artifact_path"] = artifactPath;
        Add(entry, "utc_time_created", CreatedText());
        entry["flavors"] = new JsonObject(Flavors.Keys
            .Order(StringComparer.Ordinal)
            .Select(flavor => KeyValuePair.Create(flavor, (JsonNode?)new JsonObject())));
        return Text(entry, OneLine);
    }

    private static void Add(JsonObject document, string key, string? value)
    {
        if (value is not null)
        {
            document[key] = value;
        }
    }

    private static string Describe(IReadOnlyList<TensorSpec> tensors) => Text(new JsonArray([.. tensors.Select(t => (JsonNode)new JsonObject
    {
        ["name"] = t.Name,
        ["type"] = "tensor",
        ["tensor-spec"] = new JsonObject { ["dtype"] = t.DataType, ["shape"] = new JsonArray([.. t.Shape.Select(axis => (JsonNode)axis)]) },
    })]), OneLine);

    private static string Text(JsonNode node, JsonWriterOptions options)
    {
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content, options))
        {
            node.WriteTo(json);
        }

        return Encoding.UTF8.GetString(content.ToArray());
    }

    private string? CreatedText() => CreatedAt?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
