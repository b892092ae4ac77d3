using System.Globalization;
using Bakeoff.Classifiers.Selection;
using Bakeoff.Mlflow.Rest;
using Bakeoff.Options;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Experiments.Train;

/// <summary>Writes and reads <c>candidates.csv</c>: one row for each candidate of each fold.</summary>
public static class CandidateTable
{
    private static readonly string[] Header = ["fold", "classifier", "inner_uar", "is_chosen", "inner_folds", "inner_group_by"];

    /// <summary>Writes the table.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="folds">Choice of each fold, in order.</param>
    public static void Write(string path, IReadOnlyList<(string Fold, CandidateChoice Choice)> folds) =>
        TableFile.Write(
            path,
            Header,
            folds.SelectMany(fold =>
                fold.Choice.Candidates.Select(
                    (candidate, i) => (fold.Fold, fold.Choice, Candidate: candidate, IsChosen: i == fold.Choice.Chosen))),
            static (csv, row) =>
            {
                csv.WriteField(row.Fold);
                csv.WriteField(row.Candidate.Classifier.ToYaml());
                csv.WriteField(row.Candidate.InnerUar?.ToString("R", CultureInfo.InvariantCulture) ?? "");
                csv.WriteField(row.IsChosen ? "true" : "false");
                csv.WriteField(row.Choice.Folds.ToString(CultureInfo.InvariantCulture));
                csv.WriteField(YamlName.Of(row.Choice.GroupBy));
            });

    /// <summary>Reads the table.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    public static IReadOnlyList<CandidateEntry> Read(string path) =>
        TableFile.Read(path, Header, static csv => new CandidateEntry(
            csv.GetField(0)!,
            csv.GetField(1)!,
            csv.GetField(2) is { Length: > 0 } uar ? double.Parse(uar, CultureInfo.InvariantCulture) : null,
            csv.GetField(3) == "true",
            csv.GetField<int>(4),
            csv.GetField(5)!));
}
