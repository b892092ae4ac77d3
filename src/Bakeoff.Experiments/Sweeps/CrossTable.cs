using Bakeoff.Experiments.Comparing;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>Writes <c>cross.csv</c>: one row for each pair of what trains and what is tested on.</summary>
/// <remarks>Determinism: equal results give equal bytes.</remarks>
internal static class CrossTable
{
    /// <summary>Name of the file among the results.</summary>
    public const string File = "cross.csv";

    /// <summary>Writes the table; its folder must exist.</summary>
    public static void Write(string path, CrossMatrix matrix)
    {
        var (figure, table) = (ComparedFigure.Headline, new CsvTable<CrossCell>());
        table.Text("train", static cell => cell.Train);
        table.Text("test", static cell => cell.Test);
        table.Text("state", static cell => cell.Uar is null ? "missing" : "done");
        table.OptionalDouble("folds", static cell => cell.Folds);
        table.OptionalDouble("clips", static cell => cell.Clips);
        table.OptionalDouble("speakers", static cell => cell.Speakers);
        table.OptionalDouble("seeds", static cell => cell.Group.Seeds?.Runs.Count);
        table.OptionalDouble(figure.Name, static cell => cell.Uar);
        table.OptionalDouble(figure.DeviationName, static cell => cell.Deviation);
        table.OptionalDouble(figure.LowName, static cell => cell.Interval?.Low);
        table.OptionalDouble(figure.HighName, static cell => cell.Interval?.High);
        table.Text("interval_unit", static cell => cell.Unit);
        table.Text("leakage", static cell => cell.Leakage);
        table.Text("missing", static cell => cell.Missing);
        table.Write(path, matrix.Cells);
    }
}
