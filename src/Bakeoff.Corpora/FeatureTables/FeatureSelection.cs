namespace Bakeoff.Corpora.FeatureTables;

/// <summary>The columns that are taken from a table of features.</summary>
/// <param name="Key">Column with the names of the clips; NumPy files have none.</param>
/// <param name="Columns">Features in this order; empty for all but the key and those left out.</param>
/// <param name="LeaveOut">Columns that are no features.</param>
public sealed record FeatureSelection(string Key, IReadOnlyList<string> Columns, IReadOnlyList<string> LeaveOut)
{
    /// <summary>Chooses among the columns of a file.</summary>
    /// <param name="file">The file, for messages.</param>
    /// <param name="found">Its columns but the key.</param>
    /// <returns>Numbers of the chosen among them, in the order of the features.</returns>
    /// <exception cref="DatasetException">One that is named is not there, is there twice, or none remains.</exception>
    internal IReadOnlyList<int> Choose(string file, IReadOnlyList<string> found)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < found.Count; i++)
        {
            if (!numbers.TryAdd(found[i], i))
            {
                throw FeatureTable.Refuse(file, $"has two columns '{found[i]}'", "each name once", "Rename one.");
            }
        }

        var missing = Columns.Concat(LeaveOut).FirstOrDefault(name => !numbers.ContainsKey(name));
        if (missing is not null)
        {
            throw FeatureTable.Refuse(
                file,
                $"has no column '{missing}'",
                $"one of {Shorten(found)}",
                "Correct columns or leave_out of features.kind.import.");
        }

        int[] chosen = Columns.Count > 0
            ? [.. Columns.Select(name => numbers[name])]
            : [.. Enumerable.Range(0, found.Count).Where(i => !LeaveOut.Contains(found[i], StringComparer.Ordinal))];
        return chosen.Length > 0 ? chosen : throw FeatureTable.Refuse(file, "has no column of features", $"some beside '{Key}'");
    }

    /// <summary>Names, the first few where they are many.</summary>
    internal static string Shorten(IReadOnlyList<string> names) =>
        names.Count <= 8 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(8))} and {names.Count - 8} more";
}
