using System.Globalization;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Boosting;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Classifiers.Linear;
using Bakeoff.Classifiers.Neighbours;
using Bakeoff.Classifiers.SupportVectors;
using Bakeoff.Classifiers.Trees;
using Bakeoff.Models.Storage;
using Bakeoff.Onnx.Graphs;
using Bakeoff.Options;

namespace Bakeoff.Onnx.Classifiers;

/// <summary>
/// Writes a classifier or regressors in float64: near a decision boundary the last bits decide a vote, and a vote is more than a rounding error.
/// </summary>
internal static class ClassifierGraph
{
    /// <summary>For each kind of classifier, the method that adds scaled clips [B, F] to probabilities [B, K] to the graph.</summary>
    private static readonly Dictionary<Type, Func<ClassifierScope, string, string>> Kinds = new()
    {
        [typeof(LogisticRegressionOptions)] = LinearExport.Probabilities,
        [typeof(LinearDiscriminantOptions)] = LinearExport.Probabilities,
        [typeof(LinearSvmOptions)] = SupportVectorExport.Linear,
        [typeof(RbfSvmOptions)] = SupportVectorExport.Gaussian,
        [typeof(NearestNeighboursOptions)] = NeighbourExport.Probabilities,
        [typeof(RandomForestOptions)] = ForestExport.Probabilities,
        [typeof(GradientBoostingOptions)] = BoostingExport.Probabilities,
    };

    /// <summary>For each kind of regressor, the method that adds scaled clips [B, F] to numbers [B] to the graph.</summary>
    private static readonly Dictionary<Type, Func<ClassifierScope, string, string>> KindsForNumbers = new()
    {
        [typeof(RidgeOptions)] = LinearExport.Number,
        [typeof(KernelRidgeOptions)] = SupportVectorExport.KernelRidge,
        [typeof(LinearSvrOptions)] = SupportVectorExport.Regression,
        [typeof(RbfSvrOptions)] = SupportVectorExport.Regression,
        [typeof(NearestNeighboursOptions)] = NeighbourExport.Number,
        [typeof(RandomForestOptions)] = ForestExport.Number,
        [typeof(GradientBoostingOptions)] = BoostingExport.Number,
    };

    /// <summary>Adds scaling, the classifier or the regressors of all targets, and the outputs of <see cref="ModelOutputs"/>.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="model">The classifier.</param>
    /// <param name="features">float32 [B, F].</param>
    /// <param name="featureCount">F.</param>
    /// <param name="isValid">bool [B]: clips whose result is not NaN; null for all.</param>
    /// <exception cref="OnnxExportException">The kind of classifier has no ONNX form.</exception>
    public static void Append(GraphBuilder graph, ClassifierModel model, string features, int featureCount, string? isValid)
    {
        var options = model.Selection.Classifier;
        var kinds = model.Targets.Count > 0 ? KindsForNumbers : Kinds;
        if (!kinds.TryGetValue(options.GetType(), out var append))
        {
            throw new OnnxExportException(new ErrorDetails($"classifier {OptionKinds.NameOf(options.GetType())} has no ONNX form")
            {
                Rule = $"one of {string.Join(", ", kinds.Keys.Select(OptionKinds.NameOf))}",
                NextStep = "The arrays in the model's folder open in NumPy.",
            });
        }

        graph.Scope = "scaler";
        var x = graph.Cast(features, ElementType.Double);
        if (model.Scaler is { } scaler)
        {
            x = graph.Subtract(x, graph.Tensor("scaler.mean", (double[])[.. scaler.Mean], featureCount));
            x = graph.Divide(x, graph.Tensor("scaler.scale", (double[])[.. scaler.Scale], featureCount));
            if (scaler.Scaling == FeatureScaling.Robust)
            {
                x = graph.Minimum(graph.Maximum(x, graph.Scalar(-scaler.Limit)), graph.Scalar(scaler.Limit));
            }
        }

        graph.Scope = "classifier";
        if (model.Targets.Count > 0)
        {
            var member = graph.Member;
            foreach (var (target, regressor) in model.Regressors.Index())
            {
                graph.Member = FormattableString.Invariant($"{member}target_{target + 1}/");
                var number = append(ScopeOf(1, regressor.ToArrays()), x);
                graph.Member = member;
                ModelOutputs.AddNumber(graph, model.Targets[target], number, isValid);
            }

            return;
        }

        var probabilities = append(ScopeOf(model.Labels.Count, model.Fitted.Classifier.ToArrays()), x);
        probabilities = Calibrate(graph, probabilities, model.Calibration);
        ModelOutputs.AddProbabilities(graph, isValid is null ? probabilities : graph.Cast(probabilities, ElementType.Float), isValid);

        ClassifierScope ScopeOf(int classes, IReadOnlyList<ClassifierArray> arrays) => new(graph, options, featureCount, classes)
        {
            Arrays = arrays.ToDictionary(static array => array.Name, StringComparer.Ordinal),
        };
    }

    private static string Calibrate(GraphBuilder graph, string probabilities, ProbabilityCalibration? calibration)
    {
        if (calibration is not { IsFitted: true })
        {
            return probabilities;
        }

        graph.Scope = "calibration";
        var logs = graph.Node("Log", [graph.Maximum(probabilities, graph.Scalar(calibration.Smallest))]);
        double[] weights = [.. calibration.Weights];
        double[] biases = [.. calibration.Biases];
        var scores = graph.Add(
            graph.Multiply(logs, graph.Tensor("calibration.weights", weights, weights.Length)),
            graph.Tensor("calibration.biases", biases, biases.Length));
        return graph.Node("Softmax", [scores], NodeAttribute.Of("axis", -1));
    }

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
