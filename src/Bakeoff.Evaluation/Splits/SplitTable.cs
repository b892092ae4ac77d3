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

    // In place of the partition of a clip that no row has named yet.
    private const Partition NotListed = (Partition)byte.MaxValue;

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
        var folds = new OrderedDictionary<string, (Partition[] Partitions, int Rows)>(StringComparer.Ordinal);
        var position = new ClipPositions(clips);
        foreach (var row in Table.ReadEach(path, static row => (row.Get(ClipPath), row.Get(Fold), row.Get(Assigned))))
        {
            var (clip, name, assigned) = row;
            if (!folds.TryGetValue(name, out var fold))
            {
                fold = (new Partition[clips.Count], 0);
                Array.Fill(fold.Partitions, NotListed);
            }

            // Rows follow the clips, so that the next clip is most often meant.
            var isKnown = position.TryFind(clip, fold.Rows, out var i);
            if (!isKnown
                || fold.Partitions[i] != NotListed
                || !Enum.TryParse<Partition>(assigned, ignoreCase: true, out var partition)
                || !Enum.IsDefined(partition))
            {
                throw Damaged(path, new ErrorDetails(isKnown
                    ? $"row '{clip},{name},{assigned}' is a second row, or its partition is unknown"
                    : $"row '{clip},{name},{assigned}' is about a clip that index.csv does not list"));
            }

            fold.Partitions[i] = partition;
            folds[name] = (fold.Partitions, fold.Rows + 1);
        }

        return [.. folds.Select(fold => fold.Value.Rows == clips.Count
            ? new SplitFold(fold.Key, fold.Value.Partitions)
            : throw Damaged(path, new ErrorDetails($"fold {fold.Key} lists {{value}} clips")
            {
                Value = fold.Value.Rows.ToString(CultureInfo.InvariantCulture),
                Rule = string.Create(CultureInfo.InvariantCulture, $"all {clips.Count} of index.csv"),
            }))];
    }

    /// <summary>Positions of clips by path; a table of all paths is made only if a path is not where it is expected.</summary>
    private sealed class ClipPositions(IReadOnlyList<Clip> clips)
    {
        private Dictionary<string, int>? _all;

        public bool TryFind(string path, int expected, out int position)
        {
            position = expected;
            if (expected < clips.Count && string.Equals(clips[expected].Path, path, StringComparison.Ordinal))
            {
                return true;
            }

            _all ??= clips.Index().ToDictionary(static pair => pair.Item.Path, static pair => pair.Index, StringComparer.Ordinal);
            return _all.TryGetValue(path, out position);
        }
    }

    private static TableException Damaged(string file, ErrorDetails details) =>
        new(file, details with { Where = file, NextStep = "Run Split again with --force." });
}
