using Bakeoff.Options.Schema;

namespace Bakeoff.Cli.Output;

/// <summary>Keys of the YAML for a terminal.</summary>
internal static class KeyText
{
    /// <summary>Everything about one key.</summary>
    public static void Write(OptionKey key, TextWriter output)
    {
        output.WriteLine(key.PlainPath);
        Wrapped.Write(key.Meaning, 2, output);
        WriteFact("takes", key.Value, output);
        if (key.Default is { } value)
        {
            WriteFact("default", value, output);
        }

        if (KeyReaders.Of(key.PlainPath) is { Count: > 0 } readers)
        {
            WriteFact("read by", string.Join(", ", readers), output);
        }

        if (key.OtherNames.Count > 0)
        {
            WriteFact("elsewhere", string.Join(", ", key.OtherNames), output);
        }
    }

    /// <summary>A line or two a key.</summary>
    public static void WriteList(IReadOnlyList<OptionKey> keys, TextWriter output)
    {
        var width = Math.Min(30, keys.Max(static key => key.PlainPath.Length));
        foreach (var key in keys)
        {
            Wrapped.WriteRow(key.PlainPath, key.Meaning, width, output);
        }
    }

    private static void WriteFact(string name, string value, TextWriter output) => Wrapped.WriteRow(name, value, 9, output);
}
