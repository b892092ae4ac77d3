using System.Globalization;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Writes <c>confusion.csv</c>: a row for each true label, a column for each predicted one, counts.</summary>
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
