using System.Globalization;

namespace Bakeoff.Corpora.Columns;

/// <summary>Columns of the index that hold votes: <c>votes_LABEL</c> with counts, <c>rater_NAME</c> with labels, and <c>agreement</c>.</summary>
public static class VoteColumns
{
    /// <summary>Beginning of the names of columns with the number of votes for a label.</summary>
    public const string CountPrefix = "votes_";

    /// <summary>Beginning of the names of columns with the label that a rater chose.</summary>
    public const string RaterPrefix = "rater_";

    /// <summary>Column with the share of the votes that the most frequent label has.</summary>
    public const string Agreement = "agreement";

    /// <summary>The columns by which clips can be selected: those described and, where there are votes, their agreement.</summary>
    /// <param name="columns">Columns of a description.</param>
    /// <param name="votes">Its votes; null for none.</param>
    public static IReadOnlyDictionary<string, ColumnOptions> WithAgreement(
        IReadOnlyDictionary<string, ColumnOptions> columns, VoteOptions? votes) =>
        votes is null
            ? columns
            : new Dictionary<string, ColumnOptions>(columns, StringComparer.Ordinal)
            {
                [Agreement] = new() { Type = ColumnType.Number },
            };

    /// <summary>Name of the column of a rater's field.</summary>
    internal static string OfRater(string field) => field.StartsWith(RaterPrefix, StringComparison.Ordinal) ? field : RaterPrefix + field;

    /// <summary>Names of the raters' columns.</summary>
    /// <param name="columns">Columns of the corpus.</param>
    public static IReadOnlyList<string> Raters(IReadOnlyList<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return HasVotes(columns)
            ? [.. columns.Select(static column => column.Name).Where(static name => name.StartsWith(RaterPrefix, StringComparison.Ordinal))]
            : [];
    }

    /// <summary>True if the corpus has votes.</summary>
    /// <param name="columns">Columns of the corpus.</param>
    public static bool HasVotes(IReadOnlyList<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return columns.Any(static column => column.Name == Agreement)
            && columns.Any(static column => column.Name.StartsWith(CountPrefix, StringComparison.Ordinal));
    }

    /// <summary>Votes of a clip for each of some labels; those for others do not count.</summary>
    /// <param name="values">Values of the clip, of a corpus with votes.</param>
    /// <param name="labels">The labels.</param>
    /// <returns>Shape [labels]; null where the clip has no votes for any of them.</returns>
    public static int[]? CountsOf(ColumnValues values, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(labels);
        var known = values.Columns.Select(static column => column.Name).ToHashSet(StringComparer.Ordinal);
        int[] counts =
        [
            .. labels.Select(label => known.Contains(CountPrefix + label) && values.TextOf(CountPrefix + label) is { Length: > 0 } text
                ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
                : 0),
        ];
        return counts.Sum() == 0 ? null : counts;
    }
}
