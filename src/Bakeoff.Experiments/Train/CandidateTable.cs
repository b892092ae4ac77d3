using Bakeoff.Classifiers.Selection;
using Bakeoff.Options;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Experiments.Train;

/// <summary>Writes and reads <c>candidates.csv</c>: one row for each candidate of each fold.</summary>
public static class CandidateTable
{
    private static readonly CsvTable<CandidateEntry> Table = new();
    private static readonly CsvTable<CandidateEntry> TargetTable = new();
    private static readonly CsvColumn<string> Fold = Table.Text("fold", static row => row.Fold);
    private static readonly CsvColumn<string> Classifier = Table.Text("classifier", static row => row.Classifier);
    private static readonly CsvColumn<double?> InnerUar = Table.OptionalDouble("inner_uar", static row => row.InnerUar);
    private static readonly CsvColumn<bool> IsChosen = Table.Boolean("is_chosen", static row => row.IsChosen);
    private static readonly CsvColumn<int> InnerFolds = Table.Int32("inner_folds", static row => row.InnerFolds);
    private static readonly CsvColumn<string> InnerGroupBy = Table.Text("inner_group_by", static row => row.InnerGroupBy);

    private static readonly CsvColumn<string> TargetFold = TargetTable.Text("fold", static row => row.Fold);
    private static readonly CsvColumn<string> Regressor = TargetTable.Text("classifier", static row => row.Classifier);
    private static readonly CsvColumn<double?> InnerCcc = TargetTable.OptionalDouble("inner_ccc", static row => row.InnerCcc);
    private static readonly CsvColumn<bool> IsChosenRegressor = TargetTable.Boolean("is_chosen", static row => row.IsChosen);
    private static readonly CsvColumn<int> TargetInnerFolds = TargetTable.Int32("inner_folds", static row => row.InnerFolds);
    private static readonly CsvColumn<string> TargetInnerGroupBy =
        TargetTable.Text("inner_group_by", static row => row.InnerGroupBy);

    /// <summary>Writes the table.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="folds">Choice of each fold, in order.</param>
    /// <param name="areTargets">True for candidates that predict numbers: their column is inner_ccc in place of inner_uar.</param>
    public static void Write(string path, IReadOnlyList<(string Fold, CandidateChoice Choice)> folds, bool areTargets = false) =>
        (areTargets ? TargetTable : Table).Write(path, folds.SelectMany(static fold => Entries(fold.Fold, fold.Choice)));

    /// <summary>Reads the table.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <exception cref="TableException">The file is missing, lacks a column, or holds a value that does not parse.</exception>
    public static IReadOnlyList<CandidateEntry> Read(string path)
    {
        var header = File.Exists(path) ? File.ReadLines(path).FirstOrDefault() ?? "" : "";
        return header.Contains(",inner_ccc,", StringComparison.Ordinal)
            ? TargetTable.Read(path, static row => new CandidateEntry(
                row.Get(TargetFold),
                row.Get(Regressor),
                InnerUar: null,
                row.Get(IsChosenRegressor),
                row.Get(TargetInnerFolds),
                row.Get(TargetInnerGroupBy)) { InnerCcc = row.Get(InnerCcc) })
            : Table.Read(path, static row => new CandidateEntry(
                row.Get(Fold),
                row.Get(Classifier),
                row.Get(InnerUar),
                row.Get(IsChosen),
                row.Get(InnerFolds),
                row.Get(InnerGroupBy)));
    }

    private static IEnumerable<CandidateEntry> Entries(string fold, CandidateChoice choice) =>
        choice.Candidates.Select((candidate, i) =>
            new CandidateEntry(fold, candidate.Classifier.ToYaml(), candidate.InnerUar, i == choice.Chosen, choice.Folds, choice.GroupBy)
            {
                InnerCcc = candidate.InnerCcc,
            });
}
