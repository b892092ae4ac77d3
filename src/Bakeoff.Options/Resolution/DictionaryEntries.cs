using System.Collections;

namespace Bakeoff.Options.Resolution;

/// <summary>Reads a dictionary by text whatever its value type.</summary>
internal static class DictionaryEntries
{
    /// <summary>Keys and values in ordinal order of the keys: a dictionary's own order means nothing.</summary>
    public static IReadOnlyList<(string Key, object? Value)> Of(object dictionary)
    {
        var entries = new List<(string Key, object? Value)>();
        foreach (var pair in (IEnumerable)dictionary)
        {
            var type = pair.GetType();
            entries.Add(((string)type.GetProperty("Key")!.GetValue(pair)!, type.GetProperty("Value")!.GetValue(pair)));
        }

        return [.. entries.OrderBy(e => e.Key, StringComparer.Ordinal)];
    }
}
