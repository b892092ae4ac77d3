using Bakeoff.Experiments.Comparing;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>Writes <c>sweep.csv</c>: one row a member with what it changes, whether it ended well, and its metrics, those of the
/// validation clips first.</summary>
/// <remarks>Determinism: equal results give equal bytes.</remarks>
internal static class SweepTable
{
    /// <summary>Name of the file among the results.</summary>
    public const string File = "sweep.csv";

    /// <summary>Writes the table; its folder is created.</summary>
    public static void Write(string path, SweepResult result)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var table = new CsvTable<MemberResult>();
        table.Int32("number", static row => row.Member.Number);
        table.Text("member", static row => row.Member.Name);
        table.Text("group", static row => row.Member.Group);
        foreach (var key in result.Members.SelectMany(m => m.Member.Changes.Select(c => c.Key)).Distinct(StringComparer.Ordinal))
        {
            table.Text(key, row => row.Member.Changes.FirstOrDefault(c => c.Key == key).Value);
        }

        table.Text("state", static row => row.Fault is null ? "done" : "failed");
        var hasNumbers = result.Members.Any(static row => row.Figure(ComparedFigure.NumbersHeadline.Name) is not null);
        foreach (var figure in ComparedFigure.All.Where(figure => hasNumbers || !figure.IsOfNumbers))
        {
            table.OptionalDouble(figure.Name, row => row.Figure(figure.Name));
        }

        table.Write(path, result.Members);
    }
}
