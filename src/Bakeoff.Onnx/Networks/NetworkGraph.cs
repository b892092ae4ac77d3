using Bakeoff.Classifiers.Confidence;
using Bakeoff.Models.Storage;
using Bakeoff.Neural;
using Bakeoff.Neural.Layers;
using Bakeoff.Onnx.Graphs;
using Bakeoff.Options;

namespace Bakeoff.Onnx.Networks;

/// <summary>Writes a network layer by layer.</summary>
internal static class NetworkGraph
{
    /// <summary>Declares the inputs of a network without front end: features [B, T, F] and the frames of each clip [B].</summary>
    public static Flow Inputs(GraphBuilder graph, Network network, string featuresName, string lengthsName)
    {
        var features = graph.Input(
            featuresName,
            ElementType.Float,
            "Features of each frame, clips padded at the end to a common number of frames.",
            "batch",
            "frames",
            Number(network.InputFeatures));
        var lengths = graph.Input(lengthsName, ElementType.Int64, "Number of frames of each clip; frames after them are not read.", "batch");
        graph.Scope = "input";
        return Begin(graph, features, network.InputFeatures, lengths);
    }

    /// <summary>
    /// A flow of padded frames. Lengths are clamped to the batch so that no operator fails; clips with other lengths are not valid.
    /// </summary>
    public static Flow Begin(GraphBuilder graph, string values, int features, string lengths)
    {
        var steps = graph.AxisLength(values, 1);
        var isValid = graph.And(graph.Node("Greater", [lengths, graph.Integer(0)]), graph.Node("LessOrEqual", [lengths, steps]));
        var frames = Frames.Of(graph, values, graph.Minimum(graph.Maximum(lengths, graph.Integer(1)), steps));
        return new Flow(frames.Fill(graph, values, 0), features, frames, isValid);
    }

    /// <summary>Adds all layers, the calibration and the outputs of <see cref="ModelOutputs"/>.</summary>
    public static void Append(GraphBuilder graph, NetworkModel model, Flow input)
    {
        var network = model.Saved.Network;
        var tensors = network.Tensors.ToDictionary(static tensor => tensor.Name, StringComparer.Ordinal);
        var flow = input;
        var isStandardized = network.Standardizer is null;
        foreach (var (name, options) in network.LayerNames.Zip(network.LayerOptions))
        {
            // Masking compares the raw values; all later layers take standardised ones.
            if (!isStandardized && options is not MaskingOptions)
            {
                (flow, isStandardized) = (Standardize(graph, network, flow), true);
            }

            graph.Scope = name;
            flow = Layer(new LayerScope(graph, name, tensors), flow, options);
        }

        flow = isStandardized ? flow : Standardize(graph, network, flow);
        graph.Scope = Network.OutputName;
        var outputs = AffineExport.Dense(
            new LayerScope(graph, Network.OutputName, tensors),
            flow,
            network.OutputCount,
            ActivationFunction.Linear).Values;
        var classes = network.ClassCount;
        if (classes > 0)
        {
            var logits = network.Targets.Count == 0
                ? outputs
                : graph.Node("Slice", [outputs, graph.Integers(0), graph.Integers(classes), graph.Integers(1)]);
            ModelOutputs.AddProbabilities(graph, Softmax(graph, logits, model.Calibration), flow.IsValid);
        }

        graph.Scope = Network.OutputName;
        for (var target = 0; target < network.Targets.Count; target++)
        {
            var (name, mean, standardDeviation) = network.Targets[target];
            var output = graph.Node("Gather", [outputs, graph.Integer(classes + target)], NodeAttribute.Of("axis", 1));
            var scaled = graph.Multiply(graph.Cast(output, ElementType.Double), graph.Scalar(standardDeviation));
            ModelOutputs.AddNumber(graph, name, graph.Add(graph.Scalar(mean), scaled), flow.IsValid);
        }
    }

    // Logits differ from log-probabilities by a number for each clip, which weights of vector scaling would not leave without effect.
    private static string Softmax(GraphBuilder graph, string logits, ProbabilityCalibration? calibration)
    {
        if (calibration is not { IsFitted: true })
        {
            return graph.Node("Softmax", [logits], NodeAttribute.Of("axis", -1));
        }

        graph.Scope = "calibration";
        var logs = graph.Node("LogSoftmax", [logits], NodeAttribute.Of("axis", -1));
        float[] weights = [.. calibration.Weights.Select(static weight => (float)weight)];
        float[] biases = [.. calibration.Biases.Select(static bias => (float)bias)];
        var scores = graph.Add(
            graph.Multiply(logs, graph.Tensor("calibration.weights", weights, weights.Length)),
            graph.Tensor("calibration.biases", biases, biases.Length));
        return graph.Node("Softmax", [scores], NodeAttribute.Of("axis", -1));
    }

    private static Flow Layer(LayerScope layer, Flow input, LayerOptions options) =>
        options switch
        {
            MaskingOptions masking => FrameSelection.Masking(layer, input, masking),
            LstmOptions lstm => RecurrentExport.Lstm(layer, input, lstm),
            GruOptions gru => RecurrentExport.Gru(layer, input, gru),
            DenseOptions dense => AffineExport.Dense(layer, input, dense.Units, dense.Activation),
            DropoutOptions => input,
            ReshapeOptions reshape => FrameSelection.Reshape(layer, input, reshape),
            Conv1dOptions convolution => ConvolutionExport.Apply(layer, input, convolution),
            MaxPooling1dOptions pooling => PoolingExport.Maximum(layer, input, pooling.PoolSize, pooling.Stride ?? pooling.PoolSize),
            AveragePooling1dOptions pooling => PoolingExport.Average(layer, input, pooling.PoolSize, pooling.Stride ?? pooling.PoolSize),
            GlobalAveragePoolingOptions => PoolingExport.GlobalAverage(layer, input),
            AttentionPoolingOptions attention => PoolingExport.Attention(layer, input, attention),
            SelfAttentionOptions attention => AttentionExport.SelfAttention(layer, input, attention.Heads),
            TransformerOptions transformer => AttentionExport.Transformer(layer, input, transformer),
            PositionsOptions => AttentionExport.Positions(layer, input),
            BatchNormalizationOptions normalization => NormalizationExport.Batch(layer, input, normalization),
            LayerNormalizationOptions normalization => NormalizationExport.Layer(layer, input, normalization),
            LayerMixOptions mix => MixExport.Apply(layer, input, mix),
            ActivationOptions activation => input with { Values = ActivationExport.Apply(layer.Graph, activation.Function, input.Values) },
            _ => throw new OnnxExportException(
                new ErrorDetails("layers of kind '{value}' have no ONNX form")
                {
                    Where = layer.Name,
                    Value = options.Kind,
                    Rule = "one of the kinds that Bakeoff ships with",
                    NextStep = "Leave the layer out to export the model.",
                }),
        };

    private static Flow Standardize(GraphBuilder graph, Network network, Flow input)
    {
        graph.Scope = "standardizer";
        var mean = graph.Tensor("standardizer.mean", [.. network.Standardizer!.Mean], network.InputFeatures);
        float[] factors = [.. network.Standardizer.StandardDeviation.Select(static deviation => 1 / deviation)];
        var scale = graph.Tensor("standardizer.scale", factors, network.InputFeatures);
        return input with { Values = graph.Multiply(graph.Subtract(input.Values, mean), scale) };
    }

    private static string Number(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
