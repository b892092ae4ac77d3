namespace Bakeoff.Reports.Charts;

/// <summary>Shares of systems that were trained on one corpus and tested on another.</summary>
/// <param name="Rows">What trains, from top to bottom.</param>
/// <param name="Columns">What is tested on, from left to right.</param>
/// <param name="Values">Row by row; not a number where a cell is missing.</param>
public sealed record CrossEstimates(IReadOnlyList<string> Rows, IReadOnlyList<string> Columns, IReadOnlyList<Estimate> Values)
{
    /// <summary>Share that guessing would reach, from which on cells are coloured. Default 0.</summary>
    public double Chance { get; init; }

    /// <summary>A mean for each row, set apart to the right; not a number for none. Default: none at all.</summary>
    public IReadOnlyList<double> RowMeans { get; init; } = [];

    /// <summary>A mean for each column, set apart below; not a number for none. Default: none at all.</summary>
    public IReadOnlyList<double> ColumnMeans { get; init; } = [];
}
