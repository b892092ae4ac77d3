using Bakeoff.Classifiers.Selection;
using Bakeoff.Options;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Experiments.Train;

/// <summary>Writes and reads <c>candidates.csv</c>: one row for each candidate of each fold.</summary>
public static class CandidateTable
{
    private static readonly CsvTable<CandidateEntry> Table = new();
    private static readonly CsvColumn<string> Fold = Table.Text("fold", static row => row.Fold);
    private static readonly CsvColumn<string> Classifier = Table.Text("classifier", static row => row.Classifier);
    private static readonly CsvColumn<double?> InnerUar = Table.OptionalDouble("inner_uar", static row => row.InnerUar);
    private static readonly CsvColumn<bool> IsChosen = Table.Boolean("is_chosen", static row => row.IsChosen);
    private static readonly CsvColumn<int> InnerFolds = Table.Int32("inner_folds", static row => row.InnerFolds);
    private static readonly CsvColumn<string> InnerGroupBy = Table.Text("inner_group_by", static row => row.InnerGroupBy);

    /// <summary>Writes the table.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="folds">Choice of each fold, in order.</param>
    public static void Write(string path, IReadOnlyList<(string Fold, CandidateChoice Choice)> folds) =>
        Table.Write(path, folds.SelectMany(static fold => Entries(fold.Fold, fold.Choice)));

    /// <summary>Reads the table.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <exception cref="TableException">The file is missing, lacks a column, or holds a value that does not parse.</exception>
    public static IReadOnlyList<CandidateEntry> Read(string path) => Table.Read(path, static row => new CandidateEntry(
        row.Get(Fold),
        row.Get(Classifier),
        row.Get(InnerUar),
        row.Get(IsChosen),
        row.Get(InnerFolds),
        row.Get(InnerGroupBy)));

    private static IEnumerable<CandidateEntry> Entries(string fold, CandidateChoice choice) =>
        choice.Candidates.Select((candidate, i) =>
            new CandidateEntry(fold, candidate.Classifier.ToYaml(), candidate.InnerUar, i == choice.Chosen, choice.Folds, choice.GroupBy));
}
