using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Options;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Evaluation.Splits;

/// <summary>The table <c>split.csv</c>: path, fold, partition; one row for each clip in each fold.</summary>
/// <remarks>Determinism: equal folds give equal bytes.</remarks>
public static class SplitTable
{
    // The partition is read as text: a row with another word is shown as it stands.
    private static readonly CsvTable<(string Path, string Fold, string Partition)> Table = new();
    private static readonly CsvColumn<string> ClipPath = Table.Text("path", static row => row.Path);
    private static readonly CsvColumn<string> Fold = Table.Text("fold", static row => row.Fold);
    private static readonly CsvColumn<string> Assigned = Table.Text("partition", static row => row.Partition);

    /// <summary>Writes the table, fold by fold, clips in the order given.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="clips">The clips that were split.</param>
    /// <param name="folds">Their folds.</param>
    public static void Write(string path, IReadOnlyList<Clip> clips, IReadOnlyList<SplitFold> folds)
    {
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentNullException.ThrowIfNull(folds);
        Table.Write(path, folds.SelectMany(fold => clips.Select((clip, i) => (clip.Path, fold.Name, YamlName.Of(fold.Partitions[i])))));
    }

    /// <summary>Reads the table.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <param name="clips">The clips that were split, in any order; the result follows this order.</param>
    /// <exception cref="TableException">The table cannot be read, or does not cover exactly these clips.</exception>
    public static IReadOnlyList<SplitFold> Read(string path, IReadOnlyList<Clip> clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var rows = Table.Read(path, static row => (row.Get(ClipPath), row.Get(Fold), row.Get(Assigned)));
        var position = clips
            .Select(static (clip, i) => (clip.Path, i))
            .ToDictionary(static pair => pair.Path, static pair => pair.i, StringComparer.Ordinal);
        return [.. rows.GroupBy(
            static row => row.Fold, StringComparer.Ordinal).Select(fold => ReadFold(path, fold.Key, [.. fold], position))];
    }

    private static SplitFold ReadFold(
        string file, string name, List<(string Path, string Fold, string Partition)> rows, Dictionary<string, int> position)
    {
        var partitions = new Partition?[position.Count];
        foreach (var row in rows)
        {
            var isKnown = position.TryGetValue(row.Path, out var i);
            if (!isKnown || partitions[i] is not null || !Enum.TryParse<Partition>(row.Partition, ignoreCase: true, out var partition))
            {
                throw Damaged(file, new ErrorDetails(isKnown
                    ? $"row '{row.Path},{row.Fold},{row.Partition}' is a second row, or its partition is unknown"
                    : $"row '{row.Path},{row.Fold},{row.Partition}' is about a clip that index.csv does not list"));
            }

            partitions[i] = partition;
        }

        return partitions.Contains(null)
            ? throw Damaged(file, new ErrorDetails($"fold {name} lists {{value}} clips")
            {
                Value = rows.Count.ToString(CultureInfo.InvariantCulture),
                Rule = string.Create(CultureInfo.InvariantCulture, $"all {position.Count} of index.csv"),
            })
            : new SplitFold(name, [.. partitions.Select(static partition => partition!.Value)]);
    }

    private static TableException Damaged(string file, ErrorDetails details) =>
        new(file, details with { Where = file, NextStep = "Run Split again with --force." });
}
