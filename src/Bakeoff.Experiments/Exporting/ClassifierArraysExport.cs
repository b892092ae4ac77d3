using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Linear;
using Bakeoff.Classifiers.Neighbours;
using Bakeoff.Classifiers.SupportVectors;
using Bakeoff.Classifiers.Trees;
using Bakeoff.Models.Storage;
using Bakeoff.Onnx;
using Bakeoff.Onnx.Classifiers;
using Bakeoff.Reports.Grammar;

namespace Bakeoff.Experiments.Exporting;

/// <summary>Hands a trained classifier's arrays to the ONNX export, which knows nothing of how they were trained.</summary>
internal static class ClassifierArraysExport
{
    public static ClassifierContent Describe(ClassifierModel model)
    {
        var (options, fitted) = (model.Selection.Classifier, model.Fitted);
        var arrays = fitted.Classifier.ToArrays().ToDictionary(a => a.Name, StringComparer.Ordinal);
        return new ClassifierContent
        {
            Head = Head(options, arrays),
            FeatureCount = new FeatureExtractor(model.Features).FeatureCount,
            ClassNames = model.Labels,
            Mean = fitted.Scaler?.Mean,
            Scale = fitted.Scaler?.Scale,
            Properties = ModelRecipe.Describe(model.Labels, model.Features, model.Normalization).Properties,
        };
    }

    /// <summary>Training clips whose features are part of the classifier itself; 0 for kinds that keep none.</summary>
    public static long KeptClips(ClassifierModel model) => model.Fitted.Classifier.ToArrays().Where(a => a.Name is "support_vectors" or "training").Sum(a => a.Shape[0]);

    private static ClassifierHead Head(ClassifierOptions options, Dictionary<string, ClassifierArray> arrays) => options switch
    {
        LogisticRegressionOptions or LinearDiscriminantOptions => new LinearHead(arrays["coefficients"].Values),
        LinearSvmOptions => new SupportVectorHead(arrays["support_vectors"].Values, arrays["weights"].Values, arrays["offsets"].Values, Gamma: null),
        RbfSvmOptions => new SupportVectorHead(arrays["support_vectors"].Values, arrays["weights"].Values, arrays["offsets"].Values, arrays["gamma"].Values[0]),
        NearestNeighboursOptions neighbours => new NeighbourHead(neighbours.K, arrays["training"].Values, Array.ConvertAll(arrays["labels"].Values, label => (int)label)),
        RandomForestOptions => new ForestHead(arrays["nodes"].Values, Array.ConvertAll(arrays["tree_starts"].Values, start => (int)start)),
        _ => throw new OnnxExportException($"classifier {options.ToYaml()} has no ONNX form, expected logistic_regression, linear_discriminant, linear_svm, rbf_svm, nearest_neighbours or random_forest. Its arrays in the model's folder open in NumPy."),
    };
}
