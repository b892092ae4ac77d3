using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bakeoff.Mlflow.Models;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Storage;

namespace Bakeoff.Experiments.Exporting;

/// <summary>Writes a trained model as a folder that ONNX Runtime, MLflow 2 and MLflow 3 take.</summary>
/// <remarks>Determinism: equal models give equal bytes. The one time in it, <c>utc_time_created</c>, is when the training ended, which the store remembers.</remarks>
internal static class ModelFolder
{
    /// <summary>The model alone.</summary>
    public const string ModelFile = "model.onnx";

    /// <summary>The model with the way from samples to features in front.</summary>
    public const string WaveformFile = "model-waveform.onnx";

    private const string ExampleFile = "input_example.json";

    /// <summary>Oldest packages that know the operators used; the file was checked with newer ones.</summary>
    private static readonly string[] Requirements = ["mlflow>=2.10", "numpy", "onnx>=1.12", "onnxruntime>=1.17"];

    /// <summary>Writes all files.</summary>
    /// <param name="folder">Folder to fill; made when missing.</param>
    /// <param name="model">The network or classifier.</param>
    /// <param name="trainedAt">When its training ended.</param>
    /// <returns>The content of its MLmodel, and why there is no file that takes waveforms, if there is none.</returns>
    /// <exception cref="OnnxExportException">A part of the model has no ONNX form.</exception>
    public static (ModelDescription Description, string? FrontEndObstacle) Write(string folder, TrainedModel model, DateTimeOffset trainedAt)
    {
        Directory.CreateDirectory(folder);
        var content = ExportContent.Of(model);
        File.WriteAllBytes(Path.Combine(folder, ModelFile), content.Model);
        if (content.Waveform is { } waveform)
        {
            File.WriteAllBytes(Path.Combine(folder, WaveformFile), waveform);
        }

        var example = new JsonObject { ["inputs"] = content.Example }.ToJsonString(JsonSerializerOptions.Default) + "\n";
        WriteText(folder, ExampleFile, example);
        WriteText(folder, "serving_input_example.json", example);
        WriteText(folder, "requirements.txt", string.Concat(Requirements.Select(r => r + "\n")));
        WriteText(folder, "python_env.yaml", "python: \"3.11\"\nbuild_dependencies:\n- pip\n- setuptools\n- wheel\ndependencies:\n- -r requirements.txt\n");
        WriteText(folder, "conda.yaml", $"channels:\n- conda-forge\ndependencies:\n- python=3.11\n- pip\n- pip:\n{string.Concat(Requirements.Select(r => $"  - {r}\n"))}name: mlflow-env\n");
        var description = Describe(content, model.Labels.Count, trainedAt);
        WriteText(folder, ModelDescription.FileName, description.ToText());
        return (description, content.Obstacle);
    }

    private static ModelDescription Describe(ExportContent content, int classes, DateTimeOffset trainedAt) => new()
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
        Outputs = [new TensorSpec("probabilities", "float32", [-1, classes])],
        InputExamplePath = ExampleFile,
        CreatedAt = trainedAt,
        Identifier = Convert.ToHexStringLower(SHA256.HashData(content.Model))[..32],
        SizeBytes = content.Model.Length,
    };

    private static void WriteText(string folder, string name, string text) => File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
