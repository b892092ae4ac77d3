using System.Globalization;
using Bakeoff.Experiments.Explaining;
using Bakeoff.Options;

namespace Bakeoff.Cli.Output;

/// <summary>Prints what a prediction loses without parts of a clip: in sentences and tables, or all as CSV.</summary>
internal static class OcclusionPrinter
{
    /// <summary>Prints an output: a sentence on each sort of parts, and a table of those that matter most.</summary>
    public static void Print(ClipOcclusion occlusion, int output, int top)
    {
        var console = Console.Out;
        var name = occlusion.OutputNames[output];
        var what = output < occlusion.Labels.Count ? $"probability of {name}" : name;
        var models = occlusion.Models > 1 ? $", mean of {Quantity.Of(occlusion.Models, "fold")}" : "";
        console.WriteLine($"{what}{models}: {Number(occlusion.Outputs[output])}, and where a part becomes the mean of training:");
        foreach (var words in OcclusionWords.Of(occlusion, output))
        {
            Wrapped.Write(words, 0, console);
        }

        Table("stretch", occlusion.Stretches);
        Table(occlusion.Groups.Any(static group => group.LowHz is not null) ? "band" : "columns", occlusion.Groups);

        void Table(string title, IReadOnlyList<OccludedPart> parts)
        {
            var ranked = occlusion.Rank(parts, output);
            if (ranked.Count == 0)
            {
                return;
            }

            console.WriteLine();
            var hasLabel = occlusion.Labels.Count > 0;
            PlainTable.Write(
                console,
                [
                    [title, what, "change", .. hasLabel ? ["predicted then"] : Array.Empty<string>()],
                    .. ranked.Take(top).Select(part => (IReadOnlyList<string>)
                    [
                        part.Name, Number(part.Outputs[output]), Signed(occlusion.ChangeOf(part, output)),
                        .. hasLabel ? [occlusion.LabelWithout(part)!] : Array.Empty<string>(),
                    ]),
                ],
                leftColumns: 1);
        }
    }

    /// <summary>Writes a row for the clip as it is, and a row for each part.</summary>
    public static void WriteCsv(ClipOcclusion occlusion, TextWriter console)
    {
        console.Write(ExplanationPrinter.CsvLine(["part", "start_s", "end_s", "low_hz", "high_hz", .. occlusion.OutputNames]));
        console.Write(ExplanationPrinter.CsvLine(["(nothing)", "", "", "", "", .. occlusion.Outputs.Select(Exact)]));
        foreach (var part in occlusion.Stretches.Concat(occlusion.Groups).Concat(occlusion.Patches))
        {
            console.Write(ExplanationPrinter.CsvLine(
            [
                part.Name, Exact(part.StartSeconds), Exact(part.EndSeconds), Exact(part.LowHz), Exact(part.HighHz),
                .. part.Outputs.Select(Exact),
            ]));
        }
    }

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Exact(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Exact(double? value) => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";

    private static string Signed(double value) =>
        (Math.Round(value, 3) + 0.0).ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
