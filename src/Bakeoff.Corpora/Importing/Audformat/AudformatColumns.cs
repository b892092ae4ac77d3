using Bakeoff.Corpora.Columns;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Importing.Audformat;

/// <summary>
/// The columns that an import makes of fields and of what is stated of their labels, under names that descriptions may have.
/// </summary>
internal sealed class AudformatColumns
{
    private const int MaxListed = 40;
    private readonly List<Candidate> _candidates = [];

    /// <summary>Adds a column.</summary>
    /// <param name="name">Its name in the database.</param>
    /// <param name="longName">The name to take where several columns have the first.</param>
    /// <param name="column">Kind of its values, and whether speakers have one each; the name does not count.</param>
    /// <param name="values">Value of each clip; empty where it is missing.</param>
    public void Add(string name, string longName, ImportedColumn column, string[] values) =>
        _candidates.Add(new Candidate(NameOf(name), NameOf(longName), column, values));

    /// <summary>The columns with their values, and notes on them.</summary>
    public (IReadOnlyList<ImportedColumn> Columns, IReadOnlyList<string[]> Values, IReadOnlyList<string> Notes) Finish()
    {
        var notes = new List<string>();
        var empty = _candidates.Where(static candidate => Array.TrueForAll(candidate.Values, static value => value.Length == 0)).ToList();
        if (empty.Count > 0)
        {
            notes.Add($"not taken: {Listed(empty.Select(static candidate => candidate.LongName))}, without values");
        }

        var columns = new List<ImportedColumn>();
        var values = new List<string[]>();
        var names = new HashSet<string>(["split"], StringComparer.Ordinal);
        var taken = _candidates.Except(empty).ToList();
        foreach (var candidate in taken)
        {
            var isOne = ColumnRules.IsFree(candidate.Name)
                && !names.Contains(candidate.Name)
                && taken.Count(other => other.Name == candidate.Name) == 1;
            var wanted = isOne ? candidate.Name : candidate.LongName;
            var name = wanted;
            for (var i = 2; !ColumnRules.IsFree(name) || !names.Add(name); i++)
            {
                name = FormattableString.Invariant($"{wanted}_{i}");
            }

            columns.Add(candidate.Column with { Name = name });
            values.Add(OneSpelling(name, candidate, notes));
        }

        if (columns.Count > 0)
        {
            var listed = columns.Select(static column => column.Type == ColumnType.Number ? $"{column.Name} (numbers)" : column.Name);
            notes.Insert(0, $"columns: {Listed(listed)}");
        }

        return (columns, values, notes);
    }

    // An index takes names that differ only in case for a mistake.
    private static string[] OneSpelling(string name, Candidate candidate, List<string> notes)
    {
        var isAlike = candidate.Column.Type == ColumnType.Text
            && candidate.Values
                .Distinct(StringComparer.Ordinal)
                .GroupBy(StrictText.Fold, StringComparer.Ordinal)
                .Any(static group => group.Skip(1).Any());
        if (!isAlike)
        {
            return candidate.Values;
        }

        notes.Add($"changed: values of {name} differ only in case, and are written in lower case");
        return Array.ConvertAll(candidate.Values, static value => StrictText.Clean(value).ToLowerInvariant());
    }

    private static string Listed(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(MaxListed))
            + (all.Count > MaxListed ? FormattableString.Invariant($" and {all.Count - MaxListed:N0} more") : "");
    }

    private static string NameOf(string text)
    {
        var name = string.Concat(text.ToLowerInvariant().Select(static letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
        return name is [>= 'a' and <= 'z', ..] ? name : $"c_{name}";
    }

    private sealed record Candidate(string Name, string LongName, ImportedColumn Column, string[] Values);
}
