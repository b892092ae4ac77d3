using Bakeoff.Evaluation.Results;

namespace Bakeoff.Experiments.Evaluate;

/// <summary>Predictions of a model that sees a test clip otherwise than it was.</summary>
internal static class ChangedPrediction
{
    /// <summary>Adds the predictions of a fold's test clips with other outputs.</summary>
    /// <param name="after">Predictions of the folds before it.</param>
    /// <param name="before">Predictions of all folds for the clips as they are, in the same order.</param>
    /// <param name="labels">Names of the classes; none where numbers alone are predicted.</param>
    /// <param name="outputs">Outputs of the model, shape [clips, classes + targets].</param>
    public static void Append(List<Prediction> after, IReadOnlyList<Prediction> before, IReadOnlyList<string> labels, float[,] outputs)
    {
        for (var row = 0; row < outputs.GetLength(0); row++)
        {
            after.Add(With(before[after.Count], labels, outputs, row));
        }
    }

    private static Prediction With(Prediction before, IReadOnlyList<string> labels, float[,] outputs, int row)
    {
        var probabilities = new float[labels.Count];
        var best = 0;
        for (var k = 0; k < probabilities.Length; k++)
        {
            probabilities[k] = outputs[row, k];
            best = probabilities[k] > probabilities[best] ? k : best;
        }

        return before with
        {
            Predicted = labels.Count == 0 ? "" : labels[best],
            Probabilities = probabilities,
            Numbers = [.. Enumerable.Range(labels.Count, outputs.GetLength(1) - labels.Count).Select(k => outputs[row, k])],
        };
    }
}
