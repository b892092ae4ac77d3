using System.Globalization;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Evaluation.Results;

/// <summary>The table <c>confusion.csv</c>: counts, a row for each true label and a column for each predicted label.</summary>
public static class ConfusionTable
{
    /// <summary>Writes the table; equal matrices give equal bytes.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="confusion">The matrix.</param>
    public static void Write(string path, ConfusionMatrix confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        TableFile.Write(path, ["label", .. confusion.Labels], Enumerable.Range(0, confusion.Labels.Count), (csv, truth) =>
        {
            csv.WriteField(confusion.Labels[truth]);
            for (var predicted = 0; predicted < confusion.Labels.Count; predicted++)
            {
                csv.WriteField(confusion[truth, predicted].ToString(CultureInfo.InvariantCulture));
            }
        });
    }
}
