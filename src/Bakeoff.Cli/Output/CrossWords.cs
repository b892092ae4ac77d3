using System.Globalization;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Sweeps;

namespace Bakeoff.Cli.Output;

/// <summary>The words that a matrix of corpora has in common on terminals and on its page.</summary>
internal static class CrossWords
{
    /// <summary>Titles of the columns of <see cref="Corpora"/>.</summary>
    public static readonly IReadOnlyList<string> CorpusColumns = ["corpus", "within itself", "intervals by", "clips", "speakers"];

    /// <summary>Labels and chance.</summary>
    public static string Title(CrossMatrix cross) =>
        cross.Labels.Count == 0
            ? "Test UAR, corpus against corpus"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Test UAR for {string.Join(", ", cross.Labels)}; chance {Chance(cross):0.000}");

    /// <summary>UAR of guessing.</summary>
    public static double Chance(CrossMatrix cross) => cross.Labels.Count == 0 ? 0 : 1.0 / cross.Labels.Count;

    /// <summary>A row for each corpus: how it is trained and tested on by itself, what intervals draw, and what was tested.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Corpora(CrossMatrix cross) =>
    [
        .. cross.Corpora.Select(corpus =>
        {
            var tested = cross.Rows.Select(row => cross[row, corpus]).FirstOrDefault(static cell => cell.Uar is not null);
            return (IReadOnlyList<string>)
            [
                corpus,
                Within(cross[corpus, corpus]),
                tested?.Unit ?? ComparisonWords.None,
                tested is null ? ComparisonWords.None : Text(tested.Clips!.Value),
                tested is null ? ComparisonWords.None : tested.Speakers == 0 ? "unknown" : Text(tested.Speakers!.Value),
            ];
        }),
    ];

    /// <summary>Sentences to be read beside the numbers: leaks within corpora, clips that were left out.</summary>
    public static IEnumerable<string> Remarks(CrossMatrix cross) =>
    [
        .. cross
            .Corpora.Select(corpus => cross[corpus, corpus])
            .Where(static cell => cell.Leakage is not null)
            .GroupBy(static cell => cell.Leakage!, StringComparer.Ordinal)
            .Select(static same => $"Leaks within {string.Join(", ", same.Select(static cell => cell.Test))}: {same.Key}."),
        .. cross.Remarks,
    ];

    /// <summary>A sentence for each cell without a value.</summary>
    public static IEnumerable<string> Missing(CrossMatrix cross) =>
        cross.Cells.Where(static cell => cell.Uar is null).Select(static cell =>
            $"Missing: trained on {cell.Train}, tested on {cell.Test}. {cell.Missing}");

    private static string Within(CrossCell cell) =>
        cell.Folds is not { } folds ? "missing"
        : folds == cell.Speakers ? "leave one speaker out"
        : string.Create(CultureInfo.InvariantCulture, $"{folds} folds of speakers");

    private static string Text(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
