using System.Globalization;
using Bakeoff.Models.Storage;

namespace Bakeoff.Onnx.Graphs;

/// <summary>The outputs of a file: <c>probabilities</c> float32 [B, K] of a model with classes, and each number that it predicts under
/// its own name, float32 [B].</summary>
internal static class ModelOutputs
{
    private const string Probabilities = "probabilities";

    /// <summary>Adds the last node of the classes.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="probabilities">float32 [B, K]; float64 too where all clips are valid.</param>
    /// <param name="isValid">bool [B]: clips whose result is not NaN; null for all.</param>
    public static void AddProbabilities(GraphBuilder graph, string probabilities, string? isValid) =>
        Finish(graph, Probabilities, probabilities, isValid is null ? null : graph.Unsqueeze(isValid, 1));

    /// <summary>Adds the last node of a number.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="target">Name of the number.</param>
    /// <param name="number">float64 [B], in the units of the corpus.</param>
    /// <param name="isValid">bool [B]: clips whose result is not NaN; null for all.</param>
    public static void AddNumber(GraphBuilder graph, string target, string number, string? isValid) =>
        Finish(graph, target, isValid is null ? number : graph.Cast(number, ElementType.Float), isValid);

    /// <summary>Adds the means of the outputs of several models, summed in their order in float64.</summary>
    /// <param name="graph">The graph with the outputs of all models.</param>
    /// <param name="model">One of the models.</param>
    /// <param name="members">The models' <see cref="GraphBuilder.Member"/>.</param>
    public static void AddMeans(GraphBuilder graph, TrainedModel model, IReadOnlyList<string> members)
    {
        graph.Scope = "mean";
        foreach (var name in NamesOf(model))
        {
            var sum = members.Select(member => graph.Cast(member + name, ElementType.Double)).Aggregate(graph.Add);
            Finish(graph, name, graph.Divide(sum, graph.Scalar((double)members.Count)), isValid: null);
        }
    }

    /// <summary>Declares the outputs.</summary>
    public static void Declare(GraphBuilder graph, TrainedModel model)
    {
        foreach (var name in NamesOf(model).Except(model.Targets))
        {
            var classes = model.Labels.Count.ToString(CultureInfo.InvariantCulture);
            graph.Output(name, ElementType.Float, "Probability of each class; NaN for a clip that the model cannot take.", "batch", classes);
        }

        foreach (var name in model.Targets)
        {
            graph.Output(name, ElementType.Float, "In the units of the corpus; NaN for a clip that the model cannot take.", "batch");
        }
    }

    private static IEnumerable<string> NamesOf(TrainedModel model) =>
        model.Labels.Count == 0 ? model.Targets : model.Targets.Prepend(Probabilities);

    private static void Finish(GraphBuilder graph, string name, string value, string? isValid) => _ = isValid is null
        ? graph.NodeNamed(name, "Cast", [value], NodeAttribute.Of("to", (long)ElementType.Float))
        : graph.NodeNamed(name, "Where", [isValid, value, graph.Scalar(float.NaN)]);
}
