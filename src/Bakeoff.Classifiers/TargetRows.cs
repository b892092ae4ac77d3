namespace Bakeoff.Classifiers;

/// <summary>Rows on which a regressor of one number is trained.</summary>
public sealed record TargetRows
{
    /// <summary>Checks and wraps the rows without copying them.</summary>
    /// <param name="rows">Features of shape [N, F]; at least one row.</param>
    /// <param name="values">The number of each row; finite.</param>
    /// <exception cref="ArgumentException">There is no row, or the number of values differs from that of rows.</exception>
    public TargetRows(DesignMatrix rows, double[] values)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != rows.RowCount || values.Length == 0)
        {
            throw new ArgumentException($"There are {values.Length} values for {rows.RowCount} rows.", nameof(values));
        }

        (Rows, Values) = (rows, values);
    }

    /// <summary>Features of shape [N, F].</summary>
    public DesignMatrix Rows { get; }

    /// <summary>The number of each row.</summary>
    public double[] Values { get; }

    /// <summary>Group of each row, from 0: rows of a group, such as those of a speaker, stay together where some rows are held out. Default
    /// null: each row by itself.</summary>
    /// <exception cref="ArgumentException">The number of groups differs from that of rows.</exception>
    public int[]? Groups
    {
        get;
        init => field = value is null || value.Length == Values.Length
            ? value
            : throw new ArgumentException($"There are {value.Length} groups for {Values.Length} rows.", nameof(value));
    }
}
