using System.Globalization;
using System.Text;

namespace Bakeoff.Mlflow.FileStores;

/// <summary>
/// Writes a <see cref="MetaDocument"/> as YAML. Texts are always double-quoted, so that no name is taken for a number, date or truth value.
/// </summary>
internal static class MetaWriter
{
    internal static string Write(MetaDocument document)
    {
        var text = new StringBuilder();
        foreach ((string key, object value) in document.Entries)
        {
            text.Append(key).Append(':');
            switch (value)
            {
                case IReadOnlyDictionary<string, string> { Count: 0 }:
                    text.Append(" {}\n");
                    break;
                case IReadOnlyDictionary<string, string> map:
                    text.Append('\n');
                    foreach ((string mapKey, string mapValue) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                    {
                        text.Append("  ").Append(Quote(mapKey)).Append(": ").Append(Quote(mapValue)).Append('\n');
                    }

                    break;
                case MetaDocument.BareWord bare:
                    text.Append(' ').Append(bare.Word).Append('\n');
                    break;
                default:
                    text.Append(' ').Append(Quote((string)value)).Append('\n');
                    break;
            }
        }

        return text.ToString();
    }

    private static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (Rune rune in value.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case < 0x20 or (>= 0x7f and < 0xa0) or 0x2028 or 0x2029 or 0xfeff or 0xfffe or 0xffff:
                    text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
                    break;
                default:
                    text.Append(rune.ToString());
                    break;
            }
        }

        return text.Append('"').ToString();
    }
}
