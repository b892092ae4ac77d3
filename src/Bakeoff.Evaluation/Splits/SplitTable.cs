using System.Text.Json;
using Bakeoff.Corpora;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Writes and reads <c>split.csv</c>: path, fold, partition; one row for each clip in each fold.</summary>
/// <remarks>Determinism: equal folds give equal bytes.</remarks>
public static class SplitTable
{
    private static readonly string[] Header = ["path", "fold", "partition"];

    /// <summary>Writes the table, fold by fold, clips in the order given.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="clips">The clips that were split.</param>
    /// <param name="folds">Their folds.</param>
    public static void Write(string path, IReadOnlyList<Clip> clips, IReadOnlyList<SplitFold> folds)
    {
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentNullException.ThrowIfNull(folds);
        var rows = folds.SelectMany(fold => clips.Select((clip, i) => (clip.Path, Fold: fold.Name, Partition: fold.Partitions[i])));
        TableFile.Write(path, Header, rows, static (csv, row) =>
        {
            csv.WriteField(row.Path);
            csv.WriteField(row.Fold);
            csv.WriteField(Name(row.Partition));
        });
    }

    /// <summary>Reads the table.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <param name="clips">The clips that were split, in any order; the result follows this order.</param>
    /// <exception cref="DatasetException">The table cannot be read, or does not cover exactly these clips.</exception>
    public static IReadOnlyList<SplitFold> Read(string path, IReadOnlyList<Clip> clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var rows = TableFile.Read(path, Header, static csv => (Path: csv.GetField(0)!, Fold: csv.GetField(1)!, Partition: csv.GetField(2)!));
        var position = clips.Select(static (clip, i) => (clip.Path, i)).ToDictionary(static pair => pair.Path, static pair => pair.i, StringComparer.Ordinal);
        return [.. rows.GroupBy(static row => row.Fold, StringComparer.Ordinal).Select(fold => ReadFold(path, fold.Key, [.. fold], position))];
    }

    private static SplitFold ReadFold(string file, string name, List<(string Path, string Fold, string Partition)> rows, Dictionary<string, int> position)
    {
        var partitions = new Partition?[position.Count];
        foreach (var row in rows)
        {
            var isKnown = position.TryGetValue(row.Path, out var i);
            if (!isKnown || partitions[i] is not null || !Enum.TryParse<Partition>(row.Partition, ignoreCase: true, out var partition))
            {
                throw new DatasetException(DatasetProblem.Table, file, $"{file}: row '{row.Path},{row.Fold},{row.Partition}' is {(isKnown ? "a second row, or its partition is unknown" : "about a clip that index.csv does not list")}. Run Split again with --force.");
            }

            partitions[i] = partition;
        }

        return partitions.Contains(null)
            ? throw new DatasetException(DatasetProblem.Table, file, $"{file}: fold {name} lists {rows.Count} clips, expected all {position.Count} of index.csv. Run Split again with --force.")
            : new SplitFold(name, [.. partitions.Select(static partition => partition!.Value)]);
    }

    private static string Name(Partition partition) => JsonNamingPolicy.SnakeCaseLower.ConvertName(partition.ToString());
}
