using System.Text.Encodings.Web;
using System.Text.Json;
using Bakeoff.Audio.Features;
using Bakeoff.Models.Storage;
using Bakeoff.Onnx.Classifiers;
using Bakeoff.Onnx.FrontEnds;
using Bakeoff.Onnx.Graphs;
using Bakeoff.Onnx.Networks;
using Bakeoff.Options;

namespace Bakeoff.Onnx;

/// <summary>Writes trained networks and classifiers as ONNX files.</summary>
/// <remarks>Determinism: equal models give equal bytes; neither machine nor time is in the file.</remarks>
public static class OnnxExport
{
    /// <summary>Version of the operator set in the files; ONNX Runtime 1.17 and later support it.</summary>
    public const int Opset = ModelDocument.Opset;

    private const string NetworkInputs = "From features [batch, frames, features] and the frames of each clip";

    private const string ClassifierInputs = "From features [batch, features]";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the file that takes features.</summary>
    /// <param name="models">
    /// One model, or the models of an experiment's folds, whose outputs are averaged as in prediction: summed in order in float64.
    /// Networks: <c>features</c> float32 [B, T, F] and <c>lengths</c> int64 [B]; standardisation and masking are part of the graph.
    /// Classifiers and regressors: <c>features</c> float32 [B, F], one row a clip; they compute in float64, as training did. All give
    /// <c>probabilities</c> float32 [B, K] if there are classes, and each number in the units of the corpus under the name of its target,
    /// float32 [B].
    /// </param>
    /// <returns>
    /// The bytes of the file. It takes any number of clips of any length; steps at and after a clip's length are not read. A clip that the
    /// network cannot take (no frame, fewer than a layer needs, all masked) gets NaN.
    /// </returns>
    /// <exception cref="OnnxExportException">A layer, or the kind of model or classifier, has no ONNX form, or a target has the name of an
    /// input.</exception>
    /// <exception cref="ArgumentException">There is no model, or the models differ in kind, labels or features.</exception>
    public static byte[] Write(params IReadOnlyList<TrainedModel> models)
    {
        Check(models);
        var graph = new GraphBuilder();
        if (models[0] is NetworkModel first)
        {
            var input = NetworkGraph.Inputs(graph, first.Saved.Network);
            Append(graph, models, model => NetworkGraph.Append(graph, (NetworkModel)model, input));
            return ModelDocument.Write(graph, "network", Describe(NetworkInputs, "", models), Metadata(models[0]));
        }

        var count = new FeatureExtractor(models[0].Features).FeatureCount;
        var features = graph.Input("features", ElementType.Float, "Features of each clip.", "batch", ClassifierGraph.Number(count));
        Append(graph, models, model => ClassifierGraph.Append(graph, (ClassifierModel)model, features, count, isValid: null));
        return ModelDocument.Write(graph, "classifier", Describe(ClassifierInputs, "", models), Metadata(models[0]));
    }

    /// <summary>
    /// Writes the file that takes waveforms: <c>waveform</c> float32 [B, S] and <c>samples</c> int64 [B] to the outputs of
    /// <see cref="Write"/>.
    /// </summary>
    /// <param name="models">One model, or the models of an experiment's folds, whose outputs are averaged.</param>
    /// <returns>
    /// The bytes of the file. The caller decodes, mixes to mono, cuts (<c>offset_seconds</c>, <c>duration_seconds</c>) and resamples.
    /// </returns>
    /// <exception cref="OnnxExportException">
    /// The features (<see cref="FindFrontEndObstacle"/>) or a part of the model have no ONNX form.
    /// </exception>
    /// <exception cref="ArgumentException">There is no model, or the models differ in kind, labels or features.</exception>
    public static byte[] WriteWithFrontEnd(params IReadOnlyList<TrainedModel> models)
    {
        Check(models);
        if (FindFrontEndObstacle(models[0]) is { } obstacle)
        {
            throw new OnnxExportException(new ErrorDetails($"the features have no ONNX form: {obstacle}")
            {
                NextStep = "Export the model alone and compute the features with Bakeoff.Audio.",
            });
        }

        var graph = new GraphBuilder();
        var flow = FrontEndGraph.Append(graph, models[0].Features);
        if (models[0] is NetworkModel)
        {
            Append(graph, models, model => NetworkGraph.Append(graph, (NetworkModel)model, flow));
            return ModelDocument.Write(graph, "waveform_network", DescribeWaveform(models), Metadata(models[0]));
        }

        var features = graph.Squeeze(flow.Values, 1);
        Append(graph, models, model => ClassifierGraph.Append(graph, (ClassifierModel)model, features, flow.Features, flow.IsValid));
        return ModelDocument.Write(graph, "waveform_classifier", DescribeWaveform(models), Metadata(models[0]));
    }

    /// <summary>Finds the reason for which the computation of features cannot be part of a file.</summary>
    /// <param name="model">A network or classifier.</param>
    /// <returns>The reason as a clause, or null if there is none.</returns>
    public static string? FindFrontEndObstacle(TrainedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Normalization == FeatureNormalization.Speaker
            ? "normalization is by speaker, which needs all clips of a speaker at once"
            : FrontEndSupport.FindObstacle(model.Features);
    }

    private static void Check(IReadOnlyList<TrainedModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentOutOfRangeException.ThrowIfZero(models.Count, nameof(models));
        var recipe = Recipe(models[0]);
        foreach (var model in models)
        {
            if (model is not (NetworkModel or ClassifierModel))
            {
                throw new OnnxExportException(
                    new ErrorDetails($"models of type {model.GetType().Name} have no ONNX form") { Rule = "a network or a classifier" });
            }

            if (model.GetType() != models[0].GetType() || Recipe(model) != recipe)
            {
                throw new ArgumentException("The models differ in kind, outputs or features, so there is no mean of them.", nameof(models));
            }
        }
    }

    private static string Recipe(TrainedModel model) => JsonSerializer.Serialize(Metadata(model), Json);

    /// <summary>Adds the models one after the other, and the means of their outputs if there are several.</summary>
    private static void Append(GraphBuilder graph, IReadOnlyList<TrainedModel> models, Action<TrainedModel> append)
    {
        if (models.Count == 1)
        {
            append(models[0]);
        }
        else
        {
            string[] members = [.. models.Select(static (_, i) => FormattableString.Invariant($"model_{i + 1}/"))];
            foreach (var (model, member) in models.Zip(members))
            {
                graph.Member = member;
                append(model);
            }

            graph.Member = "";
            ModelOutputs.AddMeans(graph, models[0], members);
        }

        ModelOutputs.Declare(graph, models[0]);
    }

    /// <summary>Metadata for readers of the file: <c>classes</c> and <c>targets</c> as JSON lists, if there are any, and the model's own
    /// properties.</summary>
    private static Dictionary<string, string> Metadata(TrainedModel model)
    {
        var properties = model is NetworkModel network
            ? ModelRecipe.Common(network.Saved.Metadata)
            : ModelRecipe.Describe(model.Labels, model.Features, model.Normalization).Properties;
        var metadata = new Dictionary<string, string>(properties, StringComparer.Ordinal);
        (string, IReadOnlyList<string>)[] lists = [("classes", model.Labels), ("targets", model.Targets)];
        foreach (var (key, names) in lists.Where(static list => list.Item2.Count > 0))
        {
            metadata[key] = JsonSerializer.Serialize(names, Json);
        }

        return metadata;
    }

    private static string Describe(string inputs, string remark, IReadOnlyList<TrainedModel> models)
    {
        var hasClasses = models[0].Labels.Count > 0;
        string[] outputs = [.. hasClasses ? ["the probability of each class"] : Array.Empty<string>(), .. models[0].Targets];
        var averaged = models[0].Targets.Count == 0 ? "probabilities" : "outputs";
        var mean = models.Count == 1 ? "" : FormattableString.Invariant($" Mean of the {averaged} of {models.Count} models.");
        return $"{inputs} to {string.Join(", ", outputs)}{remark}.{mean}";
    }

    private static string DescribeWaveform(IReadOnlyList<TrainedModel> models) => Describe(
        FormattableString.Invariant($"From mono samples at {models[0].Features.SampleRateHz} Hz"),
        "; features are computed as librosa 0.10 does",
        models);
}
