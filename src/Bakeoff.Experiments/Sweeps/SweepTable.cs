using System.Globalization;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>Writes <c>sweep.csv</c>: one row a member with what it changes, whether it ended well, and its metrics.</summary>
/// <remarks>Determinism: equal results give equal bytes.</remarks>
internal static class SweepTable
{
    /// <summary>Name of the file among the results.</summary>
    public const string File = "sweep.csv";

    /// <summary>Writes the table; its folder is created.</summary>
    public static void Write(string path, SweepResult result)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var keys = result.Members.SelectMany(m => m.Member.Changes.Select(c => c.Key)).Distinct(StringComparer.Ordinal).ToList();
        TableFile.Write(path, ["member", "group", .. keys, "state", .. SweepResult.Figures.Select(f => f.Name)], result.Members, (csv, row) =>
        {
            csv.WriteField(row.Member.Name);
            csv.WriteField(row.Member.Group);
            foreach (var key in keys)
            {
                csv.WriteField(row.Member.Changes.FirstOrDefault(c => c.Key == key).Value);
            }

            csv.WriteField(row.Fault is null ? "done" : "failed");
            foreach (var (name, _) in SweepResult.Figures)
            {
                csv.WriteField(row.Figure(name)?.ToString("R", CultureInfo.InvariantCulture));
            }
        });
    }
}
