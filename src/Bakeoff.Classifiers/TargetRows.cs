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
}
