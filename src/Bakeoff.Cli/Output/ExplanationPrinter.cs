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

    /// <summary>Prints the largest shares of an output.</summary>
    public static void Print(ClipExplanation explanation, int output, int top)
    {
        var contributions = explanation.Shares.Contributions[output];
        int[] order =
        [
            .. Enumerable.Range(0, contributions.Length)
                .OrderByDescending(feature => Math.Abs(contributions[feature]))
                .ThenBy(static feature => feature),
        ];
        var rest = order.Skip(top).Sum(feature => contributions[feature]);
        var scale = explanation.Scale switch
        {
            ExplainedOutput.Probability => $"probability of {explanation.Outputs[output]}, before calibration",
            ExplainedOutput.Score => $"score of {explanation.Outputs[output]}, whose softmax over the labels is its probability",
            _ => explanation.Outputs[output],
        };
        var models = explanation.Models > 1 ? $", mean of {Quantity.Of(explanation.Models, "fold")}" : "";
        Console.Out.WriteLine($"{scale}{models}:");
        PlainTable.Write(
            Console.Out,
            [
                ["feature", "value", "contribution"],
                ["mean over training clips", "", Signed(explanation.Shares.BaseValues[output])],
                .. order.Take(top).Select(feature => (IReadOnlyList<string>)
                    [explanation.Features[feature], Number(explanation.Values[feature]), Signed(contributions[feature])]),
                .. order.Length > top
                    ? [[Quantity.Of(order.Length - top, "other feature"), "", Signed(rest)]]
                    : Array.Empty<IReadOnlyList<string>>(),
                ["sum, this clip", "", Signed(explanation.Shares.Output(output))],
            ],
            leftColumns: 1);
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
