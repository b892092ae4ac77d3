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

/// <summary>Writes trained networks, classifiers and ensembles as ONNX files.</summary>
/// <remarks>Determinism: equal models give equal bytes; neither machine nor time is in the file.</remarks>
public static class OnnxExport
{
    /// <summary>Version of the operator set in the files; ONNX Runtime 1.17 and later support it.</summary>
    public const int Opset = ModelDocument.Opset;

    private const string NetworkInputs = "From features [batch, frames, features] and the frames of each clip";

    private const string ClassifierInputs = "From features [batch, features]";

    private const string EnsembleInputs = "From the features of each member";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the file that takes features.</summary>
    /// <param name="models">
    /// One model, or the models of an experiment's folds, whose outputs are averaged as in prediction: summed in order in float64.
    /// Networks: <c>features</c> float32 [B, T, F] and <c>lengths</c> int64 [B]; standardisation and masking are part of the graph.
    /// Classifiers and regressors: <c>features</c> float32 [B, F], one row a clip; they compute in float64, as training did. Ensembles: the
    /// inputs of their members; where these take different features, <c>features_1</c>, <c>features_2</c> and so on
    /// (<see cref="FeatureInputs"/>). All give
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
        List<MemberInput> sources = [.. FeatureInputs(models[0]).Select(input => new MemberInput(input, Declare(graph, input)))];
        Append(graph, models, sources);
        var (name, inputs) = models[0] switch
        {
            EnsembleModel => ("ensemble", EnsembleInputs),
            NetworkModel => ("network", NetworkInputs),
            _ => ("classifier", ClassifierInputs),
        };
        return ModelDocument.Write(graph, name, Describe(inputs, "", models), Metadata(models[0]));
    }

    /// <summary>The inputs of the file of <see cref="Write"/>: one for each kind of features that members of the model take.</summary>
    /// <param name="model">A network, classifier or ensemble.</param>
    public static IReadOnlyList<FeatureInput> FeatureInputs(TrainedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var members = new List<TrainedModel>();
        foreach (var member in model.Members)
        {
            if (!members.Exists(known => FeatureInput.AreSame(known, member)))
            {
                members.Add(member);
            }
        }

        string Number(int i) => members.Count == 1 ? "" : FormattableString.Invariant($"_{i + 1}");
        return [.. members.Select((member, i) => new FeatureInput(
            "features" + Number(i), member is NetworkModel ? "lengths" + Number(i) : null, member))];
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
        var sound = FrontEndGraph.Inputs(graph, models[0].Features);
        var inputs = FeatureInputs(models[0]);
        var sources = new List<MemberInput>();
        foreach (var input in inputs)
        {
            graph.Member = inputs.Count == 1 ? "" : input.Features + "/";
            var flow = FrontEndGraph.Append(graph, input.Member.Features, sound);
            sources.Add(new MemberInput(input, input.Lengths is null ? ForRows(graph, flow) : ForFrames(graph, flow)));
        }

        graph.Member = "";
        Append(graph, models, sources);
        var name = models[0] switch
        {
            EnsembleModel => "waveform_ensemble",
            NetworkModel => "waveform_network",
            _ => "waveform_classifier",
        };
        return ModelDocument.Write(graph, name, DescribeWaveform(models), Metadata(models[0]));
    }

    /// <summary>Finds the reason for which the computation of features cannot be part of a file.</summary>
    /// <param name="model">A network or classifier.</param>
    /// <returns>The reason as a clause, or null if there is none.</returns>
    public static string? FindFrontEndObstacle(TrainedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Normalization == FeatureNormalization.Speaker
            ? "normalization is by speaker, which needs all clips of a speaker at once"
            : model.Members.Select(static member => FrontEndSupport.FindObstacle(member.Features)).OfType<string>().FirstOrDefault()
                ?? (model.Members.Any(member => !HearTheSame(member.Features, model.Features))
                    ? "members of the ensemble cut clips or are sampled differently; a graph hears one sound"
                    : null);
    }

    private static bool HearTheSame(FeatureOptions left, FeatureOptions right) =>
        left.SampleRateHz == right.SampleRateHz
        && left.OffsetSeconds.Equals(right.OffsetSeconds)
        && Equals(left.DurationSeconds, right.DurationSeconds);

    private static void Check(IReadOnlyList<TrainedModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentOutOfRangeException.ThrowIfZero(models.Count, nameof(models));
        var recipe = Recipe(models[0]);
        foreach (var model in models)
        {
            if (model.Members.FirstOrDefault(static member => member is not (NetworkModel or ClassifierModel)) is { } other)
            {
                throw new OnnxExportException(
                    new ErrorDetails($"models of type {other.GetType().Name} have no ONNX form")
                    {
                        Rule = "a network, a classifier or an ensemble of them",
                    });
            }

            if (!AreOfOneKind(model, models[0]) || Recipe(model) != recipe)
            {
                throw new ArgumentException("The models differ in kind, outputs or features, so there is no mean of them.", nameof(models));
            }
        }
    }

    private static bool AreOfOneKind(TrainedModel left, TrainedModel right) =>
        left.GetType() == right.GetType()
        && left.Members.Select(static member => member.GetType()).SequenceEqual(right.Members.Select(static member => member.GetType()));

    private static string Recipe(TrainedModel model) => JsonSerializer.Serialize(Metadata(model), Json);

    private static Action<TrainedModel> Declare(GraphBuilder graph, FeatureInput input)
    {
        if (input.Member is NetworkModel network)
        {
            return ForFrames(graph, NetworkGraph.Inputs(graph, network.Saved.Network, input.Features, input.Lengths!));
        }

        var count = new FeatureExtractor(input.Member.Features).FeatureCount;
        var rows = graph.Input(input.Features, ElementType.Float, "Features of each clip.", "batch", ClassifierGraph.Number(count));
        return model => ClassifierGraph.Append(graph, (ClassifierModel)model, rows, count, isValid: null);
    }

    private static Action<TrainedModel> ForFrames(GraphBuilder graph, Flow flow) =>
        model => NetworkGraph.Append(graph, (NetworkModel)model, flow);

    private static Action<TrainedModel> ForRows(GraphBuilder graph, Flow flow)
    {
        var rows = graph.Squeeze(flow.Values, 1);
        return model => ClassifierGraph.Append(graph, (ClassifierModel)model, rows, flow.Features, flow.IsValid);
    }

    /// <summary>Adds the models one after the other, and the means of their outputs if there are several.</summary>
    private static void Append(GraphBuilder graph, IReadOnlyList<TrainedModel> models, List<MemberInput> inputs)
    {
        string[] prefixes = models.Count == 1 ? [""] : [.. models.Select(static (_, i) => FormattableString.Invariant($"model_{i + 1}/"))];
        foreach (var (model, prefix) in models.Zip(prefixes))
        {
            Append(graph, model, prefix, inputs);
        }

        graph.Member = "";
        if (models.Count > 1)
        {
            ModelOutputs.AddMeans(graph, models[0], prefixes);
        }

        ModelOutputs.Declare(graph, models[0]);
    }

    private static void Append(GraphBuilder graph, TrainedModel model, string prefix, List<MemberInput> inputs)
    {
        graph.Member = prefix;
        if (model is not EnsembleModel ensemble)
        {
            inputs.Find(input => input.Input.IsOf(model))!.Append(model);
            return;
        }

        string[] prefixes = [.. ensemble.Members.Select((_, i) => FormattableString.Invariant($"{prefix}member_{i + 1}/"))];
        foreach (var (member, own) in ensemble.Members.Zip(prefixes))
        {
            Append(graph, member, own, inputs);
        }

        graph.Member = prefix;
        ModelOutputs.AddFusion(graph, ensemble, prefixes);
    }

    /// <summary>Metadata for readers of the file: <c>classes</c> and <c>targets</c> as JSON lists, if there are any, and the model's own
    /// properties.</summary>
    private static Dictionary<string, string> Metadata(TrainedModel model)
    {
        var properties = model switch
        {
            NetworkModel network => ModelRecipe.Common(network.Saved.Metadata),
            EnsembleModel ensemble => new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["members"] = JsonSerializer.Serialize(ensemble.Members.Select(Metadata), Json),
            },
            _ => ModelRecipe.Describe(model.Labels, model.Features, model.Normalization).Properties,
        };
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

    /// <summary>The features that some members take, and what adds such a member to the graph.</summary>
    private sealed record MemberInput(FeatureInput Input, Action<TrainedModel> Append);

    private static string DescribeWaveform(IReadOnlyList<TrainedModel> models) => Describe(
        FormattableString.Invariant($"From mono samples at {models[0].Features.SampleRateHz} Hz"),
        "; features are computed as librosa 0.10 does",
        models);
}
