using System.Globalization;

namespace Bakeoff.Corpora;

/// <summary>The values that one clip has in the columns of its corpus. Immutable; equal when columns and values are.</summary>
/// <remarks>Holds one reference a column; the columns themselves are shared by all clips.</remarks>
public sealed class ColumnValues : IEquatable<ColumnValues>
{
    private readonly IReadOnlyList<string> _texts;

    /// <summary>Holds values.</summary>
    /// <param name="columns">Columns of the corpus, names different.</param>
    /// <param name="texts">
    /// The value in each column, in their order: a name, or a number as <see cref="TextOfNumber"/> writes it; empty where it is missing.
    /// </param>
    /// <exception cref="ArgumentException">There are more or fewer values than columns.</exception>
    public ColumnValues(IReadOnlyList<Column> columns, IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(texts);
        if (columns.Count != texts.Count)
        {
            throw new ArgumentException($"{columns.Count} columns have {texts.Count} values.", nameof(texts));
        }

        (Columns, _texts) = (columns, texts);
    }

    /// <summary>No columns.</summary>
    public static ColumnValues None { get; } = new([], []);

    /// <summary>Columns of the corpus.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The one text of a number: the shortest digits that read back to it, in the invariant culture.</summary>
    public static string TextOfNumber(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The value in a column as text; empty where it is missing.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public string TextOf(string column) => _texts[IndexOf(column)];

    /// <summary>The value in a column of numbers; null where it is missing.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    /// <exception cref="FormatException">The column is one of text, and the value is no number.</exception>
    public double? NumberOf(string column) =>
        TextOf(column) is { Length: > 0 } text ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    /// <summary>The same values under more or other columns; a column that is new has none.</summary>
    public ColumnValues Under(IReadOnlyList<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return new ColumnValues(columns, [.. columns.Select(column => Columns.Contains(column) ? TextOf(column.Name) : "")]);
    }

    /// <inheritdoc/>
    public bool Equals(ColumnValues? other) => other is not null && Columns.SequenceEqual(other.Columns) && _texts.SequenceEqual(other._texts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ColumnValues);

    /// <inheritdoc/>
    public override int GetHashCode() => _texts.Aggregate(Columns.Count, static (hash, text) => HashCode.Combine(hash, text));

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Columns.Select(column => $"{column.Name} {TextOf(column.Name)}"));

    private int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (string.Equals(Columns[i].Name, column, StringComparison.Ordinal))
            {
                return i;
            }
        }

        throw new KeyNotFoundException($"There is no column '{column}'. There are: {string.Join(", ", Columns.Select(c => c.Name))}.");
    }
}
