namespace Bakeoff.Mlflow.Entities;

/// <summary>
/// A table among a run's artifacts, as <see cref="Runs.ActiveRun.LogTableAsync"/> and Python's <c>mlflow.log_table</c> write it.
/// </summary>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">
/// Rows; each cell a <see cref="string"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, or null. Other JSON is kept as its
/// text.
/// </param>
public sealed record ArtifactTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows);
