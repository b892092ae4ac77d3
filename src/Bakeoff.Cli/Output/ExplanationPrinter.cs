using System.Globalization;
using Bakeoff.Classifiers.Explanations;
using Bakeoff.Cli.Inputs;
using Bakeoff.Experiments.Explaining;
using Bakeoff.Models;
using Bakeoff.Options;

namespace Bakeoff.Cli.Output;

/// <summary>Prints the shares of features in a prediction: the largest in a table, or all as CSV.</summary>
internal static class ExplanationPrinter
{
    /// <summary>Positions of the outputs to show: the one that was asked for, the predicted label, or all numbers.</summary>
    /// <exception cref="InputNotFoundException">There is no such output.</exception>
    public static IReadOnlyList<int> Choose(IReadOnlyList<string> outputs, string? output, string predicted)
    {
        if (output is null && predicted.Length == 0)
        {
            return [.. Enumerable.Range(0, outputs.Count)];
        }

        var name = output ?? predicted;
        var position = outputs.ToList().IndexOf(name);
        return position >= 0
            ? [position]
            : throw new InputNotFoundException(name, new ErrorDetails("the model has no such output")
            {
                Rule = $"one of {string.Join(", ", outputs)}",
            });
    }

    /// <summary>Prints the clip and its predicted label.</summary>
    public static void PrintHead(string experiment, Prediction prediction)
    {
        Console.Out.WriteLine($"{experiment}: {prediction.Clip}");
        if (prediction.Label.Length > 0)
        {
            Console.Out.WriteLine($"predicted: {prediction.Label}, probability {Number(prediction.Probabilities.Max())}");
        }
    }

    /// <summary>Writes a row for each feature: name, value, and its contribution to each output.</summary>
    public static void WriteCsv(ClipExplanation explanation, TextWriter console)
    {
        console.Write(CsvLine(["feature", "value", .. explanation.Outputs]));
        console.Write(CsvLine(["(base value)", "", .. explanation.Shares.BaseValues.Select(Exact)]));
        for (var feature = 0; feature < explanation.Features.Count; feature++)
        {
            console.Write(CsvLine(
            [
                explanation.Features[feature], Exact(explanation.Values[feature]),
                .. explanation.Shares.Contributions.Select(output => Exact(output[feature])),
            ]));
        }
    }

    /// <summary>Prints the largest shares of an output, of groups of features where there are any, and of single features.</summary>
    public static void Print(ClipExplanation explanation, int output, int top)
    {
        var contributions = explanation.Shares.Contributions[output];
        var scale = explanation.Scale switch
        {
            ExplainedOutput.Probability => $"probability of {explanation.Outputs[output]}, before calibration",
            ExplainedOutput.Score => $"score of {explanation.Outputs[output]}, whose softmax over the labels is its probability",
            _ => explanation.Outputs[output],
        };
        var models = explanation.Models > 1 ? $", mean of {Quantity.Of(explanation.Models, "fold")}" : "";
        Console.Out.WriteLine($"{scale}{models}:");
        if (explanation.Groups.Count > 1 && explanation.Groups.Count < contributions.Length)
        {
            Table("group", "features", [
                .. explanation.Groups.Select(group => (
                    group.Name,
                    group.Columns.Count.ToString(CultureInfo.InvariantCulture),
                    group.Columns.Sum(feature => contributions[feature]))),
            ]);
            Console.Out.WriteLine();
        }

        Table("feature", "value", [
            .. contributions.Select((share, feature) => (explanation.Features[feature], Number(explanation.Values[feature]), share)),
        ]);

        void Table(string title, string about, IReadOnlyList<(string Name, string About, double Share)> rows)
        {
            var ranked = rows.OrderByDescending(static row => Math.Abs(row.Share)).ToList();
            PlainTable.Write(
                Console.Out,
                [
                    [title, about, "contribution"],
                    ["mean over training clips", "", Signed(explanation.Shares.BaseValues[output])],
                    .. ranked.Take(top).Select(static row => (IReadOnlyList<string>)[row.Name, row.About, Signed(row.Share)]),
                    .. ranked.Count > top
                        ? [[Quantity.Of(ranked.Count - top, $"other {title}"), "", Signed(ranked.Skip(top).Sum(static row => row.Share))]]
                        : Array.Empty<IReadOnlyList<string>>(),
                    ["sum, this clip", "", Signed(explanation.Shares.Output(output))],
                ],
                leftColumns: 1);
        }
    }

    /// <summary>A line of CSV, with quotes where a cell needs them.</summary>
    public static string CsvLine(IEnumerable<string> cells) =>
        string.Join(',', cells.Select(static cell =>
            cell.AsSpan().ContainsAny(",\"\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell)) + "\n";

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    // A sum with zero leaves no minus sign before nothing.
    private static string Signed(double value) =>
        (Math.Round(value, 3) + 0.0).ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
