using System.Globalization;
using Bakeoff.Corpora.Formats;

namespace Bakeoff.Corpora.FeatureTables;

/// <summary>Features as CSV.</summary>
internal static class CsvFeatures
{
    private const string Section = "features.kind.import";

    public static IReadOnlyList<string> ReadColumns(string file, FeatureSelection selection)
    {
        var found = Without(selection.Key, TextTable.ReadHeader(file, [selection.Key], Section));
        return [.. selection.Choose(file, found).Select(i => found[i])];
    }

    public static FeatureTable Read(string file, FeatureSelection selection)
    {
        var columns = ReadColumns(file, selection);
        var (keys, values, places) = (new List<string>(), new List<float>(), new List<string>());
        int[] fields = [];
        foreach (var row in TextTable.ReadEach(file, [selection.Key], null, Section))
        {
            if (keys.Count == 0)
            {
                var numbers = row.Names.Select(static (name, i) => (name, i)).ToLookup(static x => x.name, static x => x.i);
                fields = [.. columns.Select(name => numbers[name].First())];
            }

            keys.Add(row[selection.Key]);
            places.Add(row.Place);
            for (var i = 0; i < columns.Count; i++)
            {
                values.Add(Parse(row, columns[i], row[fields[i]]));
            }
        }

        return new FeatureTable(file, columns, keys, [.. values], row => places[row]);
    }

    private static List<string> Without(string key, IReadOnlyList<string> names) => [.. names.Where(name => name != key)];

    private static float Parse(TableRow row, string column, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? FeatureTable.Require(value, () => row.PlaceOf(column)!, column)
            : throw row.Refuse(
                column,
                text.Length == 0 ? $"{column} is empty" : $"{column} is '{text}'",
                "a number",
                $"Correct it, or leave the column out: leave_out: [{column}].");
}
