using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>Writes <c>nested.csv</c>: one row a fold with the setting that it takes when it chooses for itself.</summary>
/// <remarks>Determinism: equal results give equal bytes.</remarks>
internal static class NestedTable
{
    /// <summary>Name of the file among the results.</summary>
    public const string File = "nested.csv";

    /// <summary>Writes the table.</summary>
    public static void Write(string path, NestedResult result)
    {
        var table = new CsvTable<FoldChoice>();
        table.Text("fold", static row => row.Fold);
        table.Text("group", static row => row.Group);
        table.Double(result.Objective, static row => row.Value);
        table.Write(path, result.Choices);
    }
}
