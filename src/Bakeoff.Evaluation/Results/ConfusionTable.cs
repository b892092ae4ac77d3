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
        var table = new CsvTable<int>();
        table.Text("label", truth => confusion.Labels[truth]);
        for (var k = 0; k < confusion.Labels.Count; k++)
        {
            var predicted = k;
            table.Add(
                confusion.Labels[predicted],
                truth => confusion[truth, predicted].ToString(CultureInfo.InvariantCulture),
                static text => text,
                "a count");
        }

        table.Write(path, Enumerable.Range(0, confusion.Labels.Count));
    }
}
