using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bakeoff.Audio.Features;
using Bakeoff.Experiments.Models;
using Bakeoff.Experiments.Normalization;
using Bakeoff.Mlflow.Models;
using Bakeoff.Neural.Storage;
using Bakeoff.Onnx;

namespace Bakeoff.Experiments.Exporting;

/// <summary>Writes a network as a folder that ONNX Runtime, MLflow 2 and MLflow 3 take.</summary>
/// <remarks>Determinism: equal models give equal bytes. The one time in it, <c>utc_time_created</c>, is when the training ended, which the store remembers.</remarks>
internal static class ModelFolder
{
    /// <summary>The network alone.</summary>
    public const string NetworkFile = "model.onnx";

    /// <summary>The network with the way from samples to features in front.</summary>
    public const string WaveformFile = "model-waveform.onnx";

    private const string ExampleFile = "input_example.json";

    /// <summary>Oldest packages that know the operators used; the file was checked with newer ones.</summary>
    private static readonly string[] Requirements = ["mlflow>=2.10", "numpy", "onnx>=1.12", "onnxruntime>=1.17"];

    /// <summary>Writes all files.</summary>
    /// <param name="folder">Folder to fill; made when missing.</param>
    /// <param name="trained">The network.</param>
    /// <param name="trainedAt">When its training ended.</param>
    /// <returns>The content of its MLmodel, and why there is no file that takes waveforms, if there is none.</returns>
    /// <exception cref="OnnxExportException">A layer has no ONNX form.</exception>
    public static (ModelDescription Description, string? FrontEndObstacle) Write(string folder, NetworkModel trained, DateTimeOffset trainedAt)
    {
        Directory.CreateDirectory(folder);
        var (model, features) = (trained.Saved, trained.Features);
        var network = OnnxExport.WriteNetwork(model);
        File.WriteAllBytes(Path.Combine(folder, NetworkFile), network);
        var obstacle = trained.Normalization == FeatureNormalization.Speaker
            ? "normalization is by speaker, which needs all clips of a speaker at once"
            : OnnxExport.FindFrontEndObstacle(features);
        if (obstacle is null)
        {
            File.WriteAllBytes(Path.Combine(folder, WaveformFile), OnnxExport.WriteWithFrontEnd(model, features));
        }

        WriteText(folder, ExampleFile, Example(model, features));
        WriteText(folder, "serving_input_example.json", Example(model, features));
        WriteText(folder, "requirements.txt", string.Concat(Requirements.Select(r => r + "\n")));
        WriteText(folder, "python_env.yaml", "python: \"3.11\"\nbuild_dependencies:\n- pip\n- setuptools\n- wheel\ndependencies:\n- -r requirements.txt\n");
        WriteText(folder, "conda.yaml", $"channels:\n- conda-forge\ndependencies:\n- python=3.11\n- pip\n- pip:\n{string.Concat(Requirements.Select(r => $"  - {r}\n"))}name: mlflow-env\n");
        var description = Describe(model, trainedAt, network);
        WriteText(folder, ModelDescription.FileName, description.ToText());
        return (description, obstacle);
    }

    private static ModelDescription Describe(SavedModel model, DateTimeOffset trainedAt, byte[] network) => new()
    {
        Flavors = new Dictionary<string, JsonObject>(StringComparer.Ordinal)
        {
            ["onnx"] = new()
            {
                ["data"] = NetworkFile,
                ["onnx_version"] = "1.12.0",
                ["providers"] = new JsonArray("CPUExecutionProvider"),
                ["onnx_session_options"] = null,
                ["code"] = null,
            },
            ["python_function"] = new()
            {
                ["loader_module"] = "mlflow.onnx",
                ["data"] = NetworkFile,
                ["python_version"] = "3.11.0",
                ["env"] = new JsonObject { ["conda"] = "conda.yaml", ["virtualenv"] = "python_env.yaml" },
            },
        },
        Inputs = [new TensorSpec("features", "float32", [-1, -1, model.Network.InputFeatures]), new TensorSpec("lengths", "int64", [-1])],
        Outputs = [new TensorSpec("probabilities", "float32", [-1, model.Network.ClassCount])],
        InputExamplePath = ExampleFile,
        CreatedAt = trainedAt,
        Identifier = Convert.ToHexStringLower(SHA256.HashData(network))[..32],
        SizeBytes = network.Length,
    };

    /// <summary>One clip made of the training frames' mean: no recording's features leave the house with a model.</summary>
    private static string Example(SavedModel model, FeatureOptions features)
    {
        var frames = ExampleFrames.Count(model.Network, features);
        var frame = model.Network.Standardizer?.Mean ?? Enumerable.Repeat(0.5f, model.Network.InputFeatures).ToArray();
        var clip = new JsonArray([.. Enumerable.Repeat(0, frames).Select(_ => (JsonNode)new JsonArray([.. frame.Select(value => (JsonNode)value)]))]);
        var inputs = new JsonObject { ["features"] = new JsonArray(clip), ["lengths"] = new JsonArray(frames) };
        return new JsonObject { ["inputs"] = inputs }.ToJsonString(JsonSerializerOptions.Default) + "\n";
    }

    private static void WriteText(string folder, string name, string text) => File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
