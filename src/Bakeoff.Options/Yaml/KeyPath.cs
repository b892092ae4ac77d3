using System.Globalization;

namespace Bakeoff.Options.Yaml;

/// <summary>Joins keys and list positions to dotted paths such as <c>model.1.lstm.units</c>.</summary>
public static class KeyPath
{
    /// <summary>The path of a key inside a path; the root is empty.</summary>
    public static string Join(string path, string key) => path.Length == 0 ? key : key.Length == 0 ? path : $"{path}.{key}";

    /// <summary>The path of a list item, counted from 0.</summary>
    public static string Join(string path, int index) => Join(path, index.ToString(CultureInfo.InvariantCulture));
}
