using System.Globalization;
using Bakeoff.Options.Files;

namespace Bakeoff.Corpora.FeatureTables;

/// <summary>Features as a NumPy array, with the names of their clips in a text beside it.</summary>
internal static class NpyFeatures
{
    public static IReadOnlyList<string> ReadColumns(string file, FeatureSelection selection)
    {
        var shape = NpyFile.ReadShape(file);
        var found = Names(file, shape);
        return [.. selection.Choose(file, found).Select(i => found[i])];
    }

    public static FeatureTable Read(string file, FeatureSelection selection)
    {
        var (shape, values) = NpyFile.ReadAsDouble(file);
        var found = Names(file, shape);
        var chosen = selection.Choose(file, found);
        var (rows, width) = ((int)shape[0], (int)shape[1]);
        var names = NamesOf(file);
        string[] keys = [.. File.ReadLines(names).Select(static line => line.Trim()).Where(static line => line.Length > 0)];
        if (keys.Length != rows)
        {
            throw FeatureTable.Refuse(
                names,
                string.Create(CultureInfo.InvariantCulture, $"has {keys.Length} names"),
                string.Create(CultureInfo.InvariantCulture, $"{rows}, one for each row of {Path.GetFileName(file)}"));
        }

        var taken = new float[checked(rows * chosen.Count)];
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < chosen.Count; i++)
            {
                var number = row;
                taken[(row * chosen.Count) + i] = FeatureTable.Require(values[(row * width) + chosen[i]], () => Place(number), found[chosen[i]]);
            }
        }

        return new FeatureTable(file, [.. chosen.Select(i => found[i])], keys, taken, Place);

        string Place(int row) => string.Create(CultureInfo.InvariantCulture, $"{file}, row {row + 1} ({keys[row]})");
    }

    /// <summary>Path of the names.</summary>
    /// <exception cref="DatasetException">They are missing.</exception>
    public static string NamesOf(string file)
    {
        var names = Path.ChangeExtension(file, ".txt");
        return File.Exists(names)
            ? names
            : throw FeatureTable.Refuse(
                file,
                "has no names of clips",
                $"{Path.GetFileName(names)} beside it, with the path or sha256 of each row's clip, a line each",
                "Write it where the array is computed, in the same order.");
    }

    private static IReadOnlyList<string> Names(string file, IReadOnlyList<long> shape) =>
        shape is [_, > 0 and <= int.MaxValue]
            ? [.. Enumerable.Range(0, (int)shape[1]).Select(static i => FormattableString.Invariant($"feature_{i}"))]
            : throw FeatureTable.Refuse(
                file,
                $"has the shape [{string.Join(", ", shape)}]",
                "[rows, features]",
                "Reshape it; frames of a clip are rows of their own, with its name at each.");
}
