using Bakeoff.Evaluation.Results;

namespace Bakeoff.Experiments.Evaluate;

/// <summary>Predictions of a model that sees a test clip otherwise than it was.</summary>
internal static class ChangedPrediction
{
    /// <summary>The prediction of a clip with other outputs.</summary>
    /// <param name="before">The prediction of the clip as it is.</param>
    /// <param name="labels">Names of the classes; none where numbers alone are predicted.</param>
    /// <param name="outputs">Outputs of the model, shape [clips, classes + targets].</param>
    /// <param name="row">Row of the clip.</param>
    public static Prediction With(this Prediction before, IReadOnlyList<string> labels, float[,] outputs, int row)
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
