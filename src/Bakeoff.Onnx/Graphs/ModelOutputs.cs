using System.Globalization;
using Bakeoff.Classifiers.Ensembles;
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

    /// <summary>Adds the outputs of an ensemble from those of its members: numbers are averaged, probabilities combined by its rule.</summary>
    /// <param name="graph">The graph with the outputs of all members.</param>
    /// <param name="model">The ensemble.</param>
    /// <param name="members">The members' <see cref="GraphBuilder.Member"/>.</param>
    public static void AddFusion(GraphBuilder graph, EnsembleModel model, IReadOnlyList<string> members)
    {
        if (model.Fusion.By == FusionRule.Mean)
        {
            AddMeans(graph, model, members);
            return;
        }

        graph.Scope = "fusion";
        List<string> given = [.. members.Select(member => graph.Cast(member + Probabilities, ElementType.Double))];
        List<string> logs = given.ConvertAll(p => graph.Node("Log", [graph.Maximum(p, graph.Scalar(Fusion.SmallestProbability))]));
        var scores = model.Fusion.By == FusionRule.LogitMean
            ? graph.Divide(logs.Aggregate(graph.Add), graph.Scalar((double)members.Count))
            : Stack(graph, model, graph.Node("Concat", [.. logs], NodeAttribute.Of("axis", 1)));
        var probabilities = graph.Cast(graph.Node("Softmax", [scores], NodeAttribute.Of("axis", -1)), ElementType.Float);

        // A clip that one member cannot take has no result.
        var isValid = graph.Node("Not", [graph.Node("IsNaN", [given.Aggregate(graph.Add)])]);
        Finish(graph, Probabilities, probabilities, isValid);
    }

    private static string Stack(GraphBuilder graph, EnsembleModel model, string logs)
    {
        var (classes, width) = (model.Labels.Count, (model.Labels.Count * model.Members.Count) + 1);
        var weights = new double[(width - 1) * classes];
        var intercepts = new double[classes];
        for (var k = 0; k < classes; k++)
        {
            intercepts[k] = model.Fusion.Coefficients[(k * width) + width - 1];
            for (var i = 0; i < width - 1; i++)
            {
                weights[(i * classes) + k] = model.Fusion.Coefficients[(k * width) + i];
            }
        }

        var product = graph.Product(logs, graph.Tensor("fusion.weights", weights, width - 1, classes));
        return graph.Add(product, graph.Tensor("fusion.intercepts", intercepts, classes));
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
