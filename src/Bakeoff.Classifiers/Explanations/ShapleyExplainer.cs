using Bakeoff.Classifiers.Boosting;
using Bakeoff.Classifiers.Linear;
using Bakeoff.Classifiers.SupportVectors;
using Bakeoff.Classifiers.Trees;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Explanations;

/// <summary>Exact Shapley values (SHAP) of linear models and of trees: the share of each feature in a prediction.</summary>
/// <remarks>
/// <para>Linear models: weight times distance from the background's mean, which is exact where a feature that is not known has its
/// mean. Trees: a feature that is not known follows the background's shares at each question (path-dependent TreeSHAP).</para>
/// <para>Determinism: equal models, backgrounds and rows give equal bits on every machine. Thread-safe.</para>
/// </remarks>
public sealed class ShapleyExplainer
{
    private readonly StandardScaler? _scaler;
    private readonly double[] _baseValues;
    private readonly Action<double[], double[][]> _add;

    private ShapleyExplainer(StandardScaler? scaler, ExplainedOutput output, double[] baseValues, Action<double[], double[][]> add)
    {
        (_scaler, _baseValues, _add) = (scaler, baseValues, add);
        Output = output;
    }

    /// <summary>Scale of the outputs.</summary>
    public ExplainedOutput Output { get; }

    /// <summary>Explains a classifier.</summary>
    /// <param name="model">The classifier.</param>
    /// <param name="background">Raw rows that stand for what a feature may be where it is not known: the training rows.</param>
    /// <returns>Null for a kind of classifier that is neither linear nor made of trees.</returns>
    /// <remarks>Cost: the background passes all trees once.</remarks>
    public static ShapleyExplainer? For(FittedClassifier model, DesignMatrix background)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(background);
        var rows = model.Scaler?.Apply(background) ?? background;
        var arrays = new ClassifierArrays(model.Classifier.ToArrays());
        return model.Classifier switch
        {
            LinearClassifier => Linear(
                model.Scaler, ExplainedOutput.Score, arrays.Take("coefficients", -1, rows.ColumnCount + 1).Values, rows),
            RandomForest => Forest(model.Scaler, ExplainedOutput.Probability, arrays, rows),
            GradientBoosting => Boosting(model.Scaler, ExplainedOutput.Score, arrays, rows),
            _ => null,
        };
    }

    /// <summary>Explains a regressor.</summary>
    /// <param name="model">The regressors.</param>
    /// <param name="target">Number of the target.</param>
    /// <param name="background">Raw rows that stand for what a feature may be where it is not known: the training rows.</param>
    /// <returns>Null for a kind of regressor that is neither linear nor made of trees.</returns>
    public static ShapleyExplainer? For(FittedRegressor model, int target, DesignMatrix background)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(background);
        var rows = model.Scaler?.Apply(background) ?? background;
        var arrays = model.Regressors[target].ToArrays();
        return model.Regressors[target] switch
        {
            RidgeRegression => Linear(model.Scaler, ExplainedOutput.Number, arrays[0].Values, rows),
            SupportVectorRegression when arrays.All(static array => array.Name != "gamma") =>
                Linear(model.Scaler, ExplainedOutput.Number, Weights(new ClassifierArrays(arrays)), rows),
            RandomForest => Forest(model.Scaler, ExplainedOutput.Number, new ClassifierArrays(arrays), rows),
            GradientBoosting => Boosting(model.Scaler, ExplainedOutput.Number, new ClassifierArrays(arrays), rows),
            _ => null,
        };
    }

    /// <summary>Divides the outputs for a row among its features.</summary>
    /// <param name="row">Raw features of a clip.</param>
    public AdditiveExplanation Explain(ReadOnlySpan<double> row)
    {
        double[] raw = [.. row];
        var scaled = _scaler?.Apply(new DesignMatrix(raw, raw.Length)).Values ?? raw;
        var contributions = _baseValues.Select(_ => new double[raw.Length]).ToArray();
        _add(scaled, contributions);
        return new AdditiveExplanation(_baseValues, contributions);
    }

    private static ShapleyExplainer Linear(StandardScaler? scaler, ExplainedOutput output, double[] parameters, DesignMatrix rows)
    {
        var (features, width) = (rows.ColumnCount, rows.ColumnCount + 1);
        double[] means = [.. Moments.OfColumns(rows.Values, features).Select(static column => column.Mean)];
        var outputs = parameters.Length / width;
        double[] baseValues =
        [
            .. Enumerable.Range(0, outputs).Select(k =>
                DesignMatrix.Dot(means, parameters.AsSpan(k * width, features), parameters[(k * width) + features])),
        ];
        return new ShapleyExplainer(scaler, output, baseValues, (row, contributions) =>
        {
            for (var k = 0; k < outputs; k++)
            {
                for (var feature = 0; feature < features; feature++)
                {
                    contributions[k][feature] = parameters[(k * width) + feature] * (row[feature] - means[feature]);
                }
            }
        });
    }

    private static ShapleyExplainer Forest(StandardScaler? scaler, ExplainedOutput output, ClassifierArrays arrays, DesignMatrix rows)
    {
        var nodes = arrays.Take("nodes", -1, -1);
        var width = (int)nodes.Shape[1];
        var trees = Trees(arrays, width, tree => ExplainedTree.OfForest(tree, width - DecisionTree.NodeColumns, rows));
        var baseValues = new double[width - DecisionTree.NodeColumns];
        Array.ForEach(trees, tree => tree.AddMean(baseValues));
        return new ShapleyExplainer(scaler, output, Array.ConvertAll(baseValues, sum => sum / trees.Length), (row, contributions) =>
        {
            Array.ForEach(trees, tree => TreeShapley.Add(tree, row, contributions));
            foreach (var values in contributions)
            {
                for (var feature = 0; feature < values.Length; feature++)
                {
                    values[feature] /= trees.Length;
                }
            }
        });
    }

    private static ShapleyExplainer Boosting(StandardScaler? scaler, ExplainedOutput output, ClassifierArrays arrays, DesignMatrix rows)
    {
        double[] baseValues = [.. arrays.Take("baseline", -1).Values];
        var trees = Trees(arrays, BoostedTree.NodeColumns, tree => ExplainedTree.OfBoosting(tree, rows));
        for (var t = 0; t < trees.Length; t++)
        {
            trees[t].AddMean(baseValues.AsSpan(t % baseValues.Length, 1));
        }

        return new ShapleyExplainer(scaler, output, baseValues, (row, contributions) =>
        {
            for (var t = 0; t < trees.Length; t++)
            {
                TreeShapley.Add(trees[t], row, [contributions[t % contributions.Length]]);
            }
        });
    }

    private delegate ExplainedTree TreeReader(ReadOnlySpan<double> rows);

    private static ExplainedTree[] Trees(ClassifierArrays arrays, int width, TreeReader read)
    {
        var nodes = arrays.Take("nodes", -1, width).Values;
        int[] ends = [.. arrays.Take("tree_starts", -1).Values.Select(start => (int)start * width), nodes.Length];
        var trees = new ExplainedTree[ends.Length - 1];
        Parallel.For(0, trees.Length, t => trees[t] = read(nodes.AsSpan(ends[t], ends[t + 1] - ends[t])));
        return trees;
    }

    // Of a linear kernel, the weighted sum of the support vectors is one weight for each feature.
    private static double[] Weights(ClassifierArrays arrays)
    {
        var support = arrays.Take("support_vectors", -1, -1);
        var features = (int)support.Shape[1];
        var parameters = new double[features + 1];
        foreach (var (row, weight) in arrays.Take("weights", support.Shape[0]).Values.Index())
        {
            for (var feature = 0; feature < features; feature++)
            {
                parameters[feature] = Math.FusedMultiplyAdd(weight, support.Values[(row * features) + feature], parameters[feature]);
            }
        }

        parameters[features] = -arrays.Take("offset", 1).Values[0];
        return parameters;
    }
}
