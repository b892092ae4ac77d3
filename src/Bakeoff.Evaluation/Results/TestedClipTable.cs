using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Evaluation.Results;

/// <summary>Reads a <c>predictions.csv</c> of either kind: of labels or of numbers.</summary>
public static class TestedClipTable
{
    /// <summary>Reads the table.</summary>
    /// <param name="path">A file of <see cref="PredictionTable"/> or <see cref="RegressionPredictionTable"/>.</param>
    /// <returns>Names of the classes or targets, and the rows.</returns>
    /// <exception cref="TableException">The file is missing, lacks a column, or holds a value that does not parse.</exception>
    public static (IReadOnlyList<string> Names, IReadOnlyList<TestedClip> Predictions) Read(string path)
    {
        if (CsvFiles.ReadHeader(path).Contains("predicted", StringComparer.Ordinal))
        {
            return PredictionTable.Read(path);
        }

        var (targets, predictions) = RegressionPredictionTable.ReadEach(path);
        return (targets, [.. predictions]);
    }
}
