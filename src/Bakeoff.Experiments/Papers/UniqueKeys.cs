using System.Globalization;
using Bakeoff.Reports.Latex;

namespace Bakeoff.Experiments.Papers;

/// <summary>Keys for labels and files that differ from each other, whatever names they are made of.</summary>
internal sealed class UniqueKeys
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The key of a name; a number follows where it is taken.</summary>
    public string Take(string name)
    {
        var key = LatexText.Key(name);
        var unique = key;
        for (var number = 2; !_taken.Add(unique); number++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{key}-{number}");
        }

        return unique;
    }
}
