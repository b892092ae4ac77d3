using Bakeoff.Onnx;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bakeoff.Mlflow.Models;
using Bakeoff.Models.Storage;

namespace Bakeoff.Experiments.ModelFiles;

/// <summary>Writes a trained model, or the mean of several, as a folder that ONNX Runtime, MLflow 2 and MLflow 3 load.</summary>
/// <remarks>
/// Determinism: equal models give equal bytes. Its only time, <c>utc_time_created</c>, is the end of the training as recorded in the store.
/// </remarks>
internal static class OnnxModelFolder
{
    /// <summary>Name of the folder among a run's artifacts.</summary>
    public const string Name = "export";

    /// <summary>The model that takes features.</summary>
    public const string ModelFile = "model.onnx";

    /// <summary>The model that takes waveforms and computes the features.</summary>
    public const string WaveformFile = "model-waveform.onnx";

    private const string ExampleFile = "input_example.json";

    private const string PythonEnvironment =
        "python: \"3.11\"\nbuild_dependencies:\n- pip\n- setuptools\n- wheel\ndependencies:\n- -r requirements.txt\n";

    /// <summary>The oldest packages that support the operators.</summary>
    private static readonly string[] Requirements = ["mlflow>=2.10", "numpy", "onnx>=1.12", "onnxruntime>=1.17"];

    /// <summary>Writes all files.</summary>
    /// <param name="folder">Folder to fill; created if it does not exist.</param>
    /// <param name="models">The network or classifier, or those of an experiment's folds, whose outputs are averaged.</param>
    /// <param name="trainedAt">End of the training.</param>
    /// <returns>The content of <c>MLmodel</c>, and the reason for a missing waveform file; null if there is such a file.</returns>
    /// <exception cref="OnnxExportException">A part of the model has no ONNX form.</exception>
    public static (ModelDescription Description, string? FrontEndObstacle) Write(
        string folder, IReadOnlyList<TrainedModel> models, DateTimeOffset trainedAt)
    {
        Directory.CreateDirectory(folder);
        var content = ExportContent.Create(models);
        File.WriteAllBytes(Path.Combine(folder, ModelFile), content.Model);
        if (content.Waveform is { } waveform)
        {
            File.WriteAllBytes(Path.Combine(folder, WaveformFile), waveform);
        }

        var example = new JsonObject { ["inputs"] = content.Example }.ToJsonString(JsonSerializerOptions.Default) + "\n";
        WriteText(folder, ExampleFile, example);
        WriteText(folder, "serving_input_example.json", example);
        WriteText(folder, "requirements.txt", string.Concat(Requirements.Select(r => r + "\n")));
        WriteText(folder, "python_env.yaml", PythonEnvironment);
        WriteText(folder, "conda.yaml", CondaEnvironment());
        var description = Describe(content, models[0], trainedAt);
        WriteText(folder, ModelDescription.FileName, description.ToText());
        return (description, content.Obstacle);
    }

    private static ModelDescription Describe(ExportContent content, TrainedModel model, DateTimeOffset trainedAt) => new()
    {
        Flavors = new Dictionary<string, JsonObject>(StringComparer.Ordinal)
        {
            ["onnx"] = new()
            {
                ["data"] = ModelFile,
                ["onnx_version"] = "1.12.0",
                ["providers"] = new JsonArray("CPUExecutionProvider"),
                ["onnx_session_options"] = null,
                ["code"] = null,
            },
            ["python_function"] = new()
            {
                ["loader_module"] = "mlflow.onnx",
                ["data"] = ModelFile,
                ["python_version"] = "3.11.0",
                ["env"] = new JsonObject { ["conda"] = "conda.yaml", ["virtualenv"] = "python_env.yaml" },
            },
        },
        Inputs = content.Inputs,
        Outputs =
        [
            .. model.Labels.Count > 0 ? [new TensorSpec("probabilities", "float32", [-1, model.Labels.Count])] : Array.Empty<TensorSpec>(),
            .. model.Targets.Select(static target => new TensorSpec(target, "float32", [-1])),
        ],
        InputExamplePath = ExampleFile,
        CreatedAt = trainedAt,
        Identifier = Convert.ToHexStringLower(SHA256.HashData(content.Model))[..32],
        SizeBytes = content.Model.Length,
        Metadata = Metadata(model),
    };

    private static JsonObject Metadata(TrainedModel model)
    {
        (string, IReadOnlyList<string>)[] lists = [("classes", model.Labels), ("targets", model.Targets)];
        return new JsonObject(lists
            .Where(static list => list.Item2.Count > 0)
            .Select(static list => KeyValuePair.Create<string, JsonNode?>(
                list.Item1, new JsonArray([.. list.Item2.Select(static name => (JsonNode)name)]))));
    }

    private static string CondaEnvironment()
    {
        var packages = string.Concat(Requirements.Select(static requirement => $"  - {requirement}\n"));
        return $"channels:\n- conda-forge\ndependencies:\n- python=3.11\n- pip\n- pip:\n{packages}name: mlflow-env\n";
    }

    private static void WriteText(string folder, string name, string text) =>
        File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
